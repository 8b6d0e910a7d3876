/** How long the certificates last. Nothing is made or renewed. */
import { X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { selfSignedCertificateFile } from "../certificates/self-signed.ts";
import { certificateFiles } from "../certificates/tls.ts";
import type { Config } from "../config/config.ts";
import { messageOf } from "../errors.ts";
import { readRegular } from "../read-file.ts";
import { type Finding, findings } from "./finding.ts";

const DAY_MS = 86_400_000;
/** Days: what renews by itself has renewed long before. */
const SOON = 14;

export function certificateFindings(config: Config, now: Date): Finding[] {
  const found = findings("certificate");
  if (config.ssl === "off") return [found.ok("none: SSL is off")];
  const files = certificateFiles(config).filter((file) => config.ssl === "files" || existsSync(file));
  const all = files.flatMap((file) => ofFile(file, now));
  if (all.length > 0) return [...all, ...forUsers(config)];
  return [found.warning(`no certificate yet: with SSL=${config.ssl} the server gets one when it runs`)];
}

/** The file that users need to trust a certificate that no authority has signed. */
function forUsers(config: Config): Finding[] {
  const file = selfSignedCertificateFile(config);
  if (config.ssl !== "self-signed" || !existsSync(file)) return [];
  return [findings("certificate").ok(`users who trust ${file} can connect (--cacert, OCCI_CACERT)`)];
}

/** The first certificate of a chain counts; a file with only a key does not have one. */
function ofFile(file: string, now: Date): Finding[] {
  const found = findings("certificate");
  let certificate: X509Certificate;
  try {
    const pem = readRegular(file).toString();
    if (!pem.includes("-----BEGIN CERTIFICATE-----")) return [];
    certificate = new X509Certificate(pem);
  } catch (error) {
    return [found.error(`${file} cannot be read: ${messageOf(error)}`)];
  }
  const days = (certificate.validToDate.getTime() - now.getTime()) / DAY_MS;
  if (days < 0) return [found.error(`${file} expired at ${certificate.validTo}`, "replace it")];
  const text = `${file} is valid for ${Math.floor(days)} more days`;
  return [days < SOON ? found.warning(text, "replace it: the server applies the new one by itself") : found.ok(text)];
}
