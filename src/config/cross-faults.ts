/** Checks of values against each other: faults that no single value shows. */
import { ipFamily } from "../ip-address.ts";
import { basePathOf, type Config } from "./config.ts";
import { isLoopback } from "./derive.ts";
import type { Fault, Severity } from "./fault.ts";
import { EMBEDDED_NAME } from "./find.ts";
import type { OptionName } from "./options.ts";
import { samePorts } from "./same-port.ts";
import type { TypedValues } from "./values.ts";

/** A configuration, what was written for it, and where faults go. */
interface Checked extends Pick<TypedValues, "places" | "values" | "faulty"> {
  readonly config: Config;
  /** @param near the options that it is about: the fault stands at the first of them that was set. */
  readonly report: (severity: Severity, near: readonly OptionName[], message: string, hint: string) => void;
}

/** How the server's own paths begin. */
const OWN_PATHS: readonly string[] = [
  ...["compute", "network", "storage", "instance_type", "user", "link", "resource", "mixin", "tags"],
  ...["ipreservation", "securitygroup", "-", ".well-known", "api", "ui"],
];

/** Without the brackets of IPv6. */
function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, "");
}

/** Further advice on an address is useless while one of these has a fault of its own. */
const addressesKnown = ({ faulty }: Checked): boolean =>
  (["HOST", "SSL", "SSL_SERVER", "SERVER"] as const).every((name) => !faulty.has(name));

/** Whether clients reach the server, and can do so without being overheard. */
function checkAddresses(checked: Checked): void {
  const { config, places, values, report } = checked;
  const known = addressesKnown(checked);
  if (ipFamily(config.server) !== undefined) {
    report(
      "warning",
      ["SERVER"],
      "SERVER is an IP address",
      "write the fully qualified name of the cloud: hrefs and certificates contain it",
    );
  }
  if (known && config.ssl === "off" && !isLoopback(config.host) && values.SSL_SERVER === undefined) {
    report(
      "warning",
      ["HOST", "SSL", "SERVER"],
      `plain HTTP on ${config.host === "::" ? "all addresses" : config.host}: passwords can be read on the network`,
      "set SSL=self-signed or SSL_CERT, or SSL_SERVER with HOST=127.0.0.1 behind a TLS proxy",
    );
  }
  if (known && config.ssl === "off" && config.host === "::" && values.SSL_SERVER !== undefined && !places.has("HOST")) {
    report(
      "warning",
      ["SSL_SERVER"],
      "clients can reach plain HTTP on all addresses, past the TLS proxy",
      "set HOST=127.0.0.1 when the proxy runs on this machine, otherwise set HOST to the address that the proxy connects to",
    );
  }
  if (known && values.SSL_SERVER !== undefined && !isLoopback(config.server) && isLoopback(hostOf(config.baseUrl))) {
    report(
      "warning",
      ["SSL_SERVER"],
      "SSL_SERVER is a loopback name: its hrefs would lead other clients to their own machines",
      "write the address of the proxy as clients see it",
    );
  }
  const [, word = ""] = basePathOf(config).split("/");
  if (values.SSL_SERVER !== undefined && OWN_PATHS.includes(word)) {
    report(
      "warning",
      ["SSL_SERVER"],
      `the path of SSL_SERVER begins with /${word}, which the server uses for paths of its own`,
      "choose another path, such as /occi: otherwise the server cannot determine whether the proxy has removed it",
    );
  }
}

/** One port cannot serve two listeners. */
function checkPorts(checked: Checked): void {
  const { config, faulty, report } = checked;
  const known = addressesKnown(checked);
  const portsKnown = known && (["PORT", "ADMIN", "ACME_HTTP_PORT"] as const).every((name) => !faulty.has(name));
  for (const { options, port } of portsKnown ? samePorts(config) : []) {
    const [one, other] = options;
    // Without the default of ADMIN the server starts.
    const mild = options.includes("ADMIN") && !config.adminChosen;
    const result = mild
      ? "ADMIN uses it by default, so health and metrics would not be available"
      : "only one of them can listen on it";
    report(
      mild ? "warning" : "error",
      [other, one],
      `${one} and ${other} are the same port, ${port}: ${result}`,
      `set another port in ${one} or ${other}`,
    );
  }
}

/** Certificates: what SSL needs, and what it leaves unused. */
function checkCertificates(checked: Checked): void {
  const { config, places, values, report } = checked;
  const known = addressesKnown(checked);
  if (values.SSL === "files" && !places.has("SSL_CERT")) {
    report("error", ["SSL"], "SSL=files needs SSL_CERT", "name the PEM file of the certificate in SSL_CERT");
  }
  if (values.SSL !== undefined && values.SSL !== "files" && places.has("SSL_CERT")) {
    report("warning", ["SSL_CERT"], `SSL_CERT is not used with SSL=${values.SSL}`, "write SSL=files to use it");
  }
  if (places.has("SSL_KEY") && !places.has("SSL_CERT")) {
    report(
      "error",
      ["SSL_KEY"],
      "SSL_KEY is set, but SSL_CERT is not",
      "name the PEM file of the certificate in SSL_CERT",
    );
  }
  if (values.SSL === "acme" && (ipFamily(config.server) !== undefined || isLoopback(config.server))) {
    report(
      "warning",
      ["SERVER", "SSL"],
      `no public authority issues a certificate for ${config.server}`,
      "write the fully qualified name of the cloud in SERVER, or SSL=self-signed",
    );
  }
  if (config.sslClientCa !== undefined && config.ssl === "off" && known) {
    report("error", ["SSL_CLIENT_CA"], "SSL_CLIENT_CA needs TLS", "set SSL, or let the proxy ask for certificates");
  }
}

/** Logins by certificate, and the pages that may use logins. */
function checkLogins({ config, faulty, report }: Checked): void {
  if (config.auth === "x509" && config.oneServerAuth === undefined && !faulty.has("ONE_SERVER_AUTH")) {
    report("error", ["AUTH"], "AUTH=x509 needs ONE_SERVER_AUTH", "name the file with serveradmin's credentials");
  }
  if (config.auth === "x509" && config.sslClientCa === undefined && config.proxySecret === undefined) {
    report(
      "error",
      ["AUTH"],
      "AUTH=x509 cannot receive certificates",
      "set SSL_CLIENT_CA, or TRUSTED_PROXIES and PROXY_SECRET behind a proxy that asks for them",
    );
  }
  if (config.proxySecret !== undefined && config.trustedProxies.length === 0 && !faulty.has("TRUSTED_PROXIES")) {
    report("error", ["PROXY_SECRET"], "PROXY_SECRET needs TRUSTED_PROXIES", "name the addresses of the proxies");
  }
  const plainOrigin = config.corsOrigins.find((origin) => origin.startsWith("http:") && !isLoopback(hostOf(origin)));
  if (plainOrigin !== undefined) {
    report(
      "warning",
      ["CORS_ORIGINS"],
      `CORS_ORIGINS: pages of ${plainOrigin} can be changed on the network and could then misuse their visitors' logins`,
      "serve the page over https:",
    );
  }
}

/** The defaults for machines, and the calls to oned. */
function checkCloud({ config, faulty, report }: Checked): void {
  const { defaultResourceTpl: chosen, vmTypes } = config;
  if (chosen !== undefined && !faulty.has("VM_TYPE") && !vmTypes.some((type) => type.name === chosen)) {
    const names = vmTypes.map((type) => type.name).join(", ");
    report("error", ["DEFAULT_RESOURCE_TPL"], `there is no VM_TYPE ${chosen}`, `the names are: ${names}`);
  }
  if (config.defaultOsTpl !== undefined && !/^(template|image)_\d{1,9}$/.test(config.defaultOsTpl)) {
    report(
      "error",
      ["DEFAULT_OS_TPL"],
      "DEFAULT_OS_TPL must be template_ID or image_ID, such as template_0 or image_3",
      "the numbers are the ids of OpenNebula: onetemplate list, oneimage list",
    );
  }
  for (const url of config.onedUrls.filter((text) => new URL(text).pathname === "/")) {
    report("warning", ["ONE_XMLRPC"], `ONE_XMLRPC: ${url} has no path`, `oned answers at ${url}RPC2`);
  }
  if (config.onedCa !== undefined && config.onedUrls.every((url) => url.startsWith("http:"))) {
    report(
      "warning",
      ["ONE_CA"],
      "ONE_CA is not used: ONE_XMLRPC does not have an https URL",
      "use an https: URL in ONE_XMLRPC, or remove ONE_CA",
    );
  }
  if (config.oneConnections > 15) {
    report(
      "warning",
      ["ONE_CONNECTIONS"],
      "ONE_CONNECTIONS is more than the 15 connections that oned serves",
      "set MAX_CONN of oned.conf higher as well",
    );
  }
}

/** Faults that no single value shows. */
export function crossFaults(config: Config, { places, values, faulty }: TypedValues): Fault[] {
  const faults: Fault[] = [];
  const report: Checked["report"] = (severity, near, message, hint) => {
    const place = near.map((name) => places.get(name)).find((found) => found !== undefined);
    faults.push({
      severity,
      file: config.file ?? EMBEDDED_NAME,
      ...(place !== undefined && { line: place.line, column: place.column }),
      message,
      hint,
    });
  };
  const checked: Checked = { config, places, values, faulty, report };
  for (const check of [checkAddresses, checkPorts, checkCertificates, checkLogins, checkCloud]) check(checked);
  return faults;
}
