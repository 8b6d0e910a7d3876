/** Checks of the files that the configuration names. Nothing is made or changed. */

import type { X509Certificate } from "node:crypto";
import { type Stats, statSync } from "node:fs";
import { messageOf, systemReason } from "../errors.ts";
import { ipFamily } from "../ip-address.ts";
import { readRegular } from "../read-file.ts";
import type { Config } from "./config.ts";
import { type Fault, faultMaker, type MakeFault, type Place } from "./fault.ts";
import { EMBEDDED_NAME } from "./find.ts";
import type { OptionName } from "./options.ts";

const OTHERS_MAY_READ = 0o004;
const OTHERS_MAY_WRITE = 0o002;
const ANYBODY_ELSE = 0o077;

/**
 * Checks who can write the configuration and read the key, and whether authorities and certificates fit the options.
 * TLS checks that key and certificate belong together.
 * @param places of the options, as `loadConfig` gives them.
 */
export function fileFaults(config: Config, places: ReadonlyMap<OptionName, Place>): Fault[] {
  const fault = faultMaker(config.file ?? EMBEDDED_NAME, places);
  return [
    ...configFileFaults(config, fault),
    ...templateLocationFaults(config, places, fault),
    ...authorityFaults("ONE_CA", config.onedCa, fault),
    ...authorityFaults("SSL_CLIENT_CA", config.sslClientCa, fault),
    ...authorityFaults("ACME_CA", config.acmeCa, fault),
    ...secretFaults("ONE_SERVER_AUTH", config.oneServerAuth, fault),
    ...secretFaults("PROXY_SECRET", config.proxySecret, fault),
    ...(config.ssl === "files" ? [...keyFaults(config, fault), ...nameFaults(config, places, fault)] : []),
  ];
}

/** A user who can write the file chooses the directory of the templates, and templates contain code. */
function configFileFaults({ file }: Config, fault: MakeFault): Fault[] {
  if (file === undefined || !others(file, OTHERS_MAY_WRITE)) return [];
  return [fault("error", undefined, "every user of this machine can write to this file", `chmod o-w ${file}`)];
}

function templateLocationFaults(
  { templateLocation }: Config,
  places: ReadonlyMap<OptionName, Place>,
  fault: MakeFault,
): Fault[] {
  if (!places.has("TEMPLATE_LOCATION") || statOf(templateLocation)?.isDirectory() === true) return [];
  const message = `TEMPLATE_LOCATION: ${templateLocation} is not a directory: only the built-in templates are used`;
  return [fault("warning", "TEMPLATE_LOCATION", message, "create the directory, or remove the line")];
}

function authorityFaults(option: OptionName, file: string | undefined, fault: MakeFault): Fault[] {
  if (file === undefined) return [];
  try {
    if (certificatesIn(file).length > 0) return [];
    const message = `${option}: ${file} does not contain a certificate`;
    return [fault("error", option, message, "it must contain certificates in PEM form")];
  } catch (error) {
    return [fault("error", option, `${option}: ${file} cannot be used: ${messageOf(error)}`)];
  }
}

/** Anyone who knows the content of such a file can act as any user. */
function secretFaults(option: OptionName, file: string | undefined, fault: MakeFault): Fault[] {
  if (file === undefined) return [];
  if (others(file, ANYBODY_ELSE)) {
    return [fault("error", option, `${option}: users other than its owner can use ${file}`, `chmod 600 ${file}`)];
  }
  try {
    if (readRegular(file).toString().trim() !== "") return [];
    return [fault("error", option, `${option}: ${file} is empty`)];
  } catch (error) {
    return [fault("error", option, `${option}: ${file} cannot be read: ${systemReason(error)}`)];
  }
}

function keyFaults({ sslCerts, sslKeys }: Config, fault: MakeFault): Fault[] {
  const files = [
    ...sslKeys.map((file) => ["SSL_KEY", file] as const),
    ...sslCerts.map((file) => ["SSL_CERT", file] as const),
  ];
  return files
    .filter(([, file]) => others(file, OTHERS_MAY_READ) && holdsKey(file))
    .map(([option, file]) =>
      fault("warning", option, `every user of this machine can read the key in ${file}`, `chmod o-r ${file}`),
    );
}

/** Without a key in it, everybody may read the certificate; TLS says that the key is missing. */
function holdsKey(file: string): boolean {
  try {
    return readRegular(file).toString().includes("PRIVATE KEY-----");
  } catch {
    return false;
  }
}

/** Behind a TLS proxy clients see the proxy's certificate. TLS reports a file that cannot be read. */
function nameFaults({ sslCerts, server }: Config, places: ReadonlyMap<OptionName, Place>, fault: MakeFault): Fault[] {
  if (places.has("SSL_SERVER")) return [];
  let certificates: X509Certificate[];
  try {
    certificates = sslCerts.flatMap(certificatesIn);
  } catch {
    return [];
  }
  const [own] = certificates;
  if (own === undefined || certificates.some((certificate) => names(certificate, server))) return [];
  const hint = `it names ${own.subjectAltName ?? own.subject.replaceAll("\n", ", ")}`;
  return [
    fault(
      "warning",
      "SSL_CERT",
      `clients will reject the certificate in ${sslCerts[0]}: it does not name ${server}`,
      hint,
    ),
  ];
}

function names(certificate: X509Certificate, server: string): boolean {
  return (ipFamily(server) === undefined ? certificate.checkHost(server) : certificate.checkIP(server)) !== undefined;
}

/** @throws what the file system or the parser says. */
function certificatesIn(file: string): X509Certificate[] {
  const pem = readRegular(file).toString();
  const blocks = pem.matchAll(/-----BEGIN (X509 |)CERTIFICATE-----[\s\S]*?-----END \1CERTIFICATE-----/g);
  // Loaded where it is used: it brings streams of Node's with it.
  const { X509Certificate } = process.getBuiltinModule("node:crypto");
  return [...blocks].map(([block]) => new X509Certificate(block));
}

function others(file: string, bits: number): boolean {
  return ((statOf(file)?.mode ?? 0) & bits) !== 0;
}

/** Undefined when the file does not exist, and when it cannot be examined: the code that needs the file reports that. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
