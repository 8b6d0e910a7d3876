/** The values that follow from others, and the checks of values against each other. */

import { dirname, join, resolve } from "node:path";
import { inUrl, ipFamily, isLoopbackAddress } from "../ip-address.ts";
import { basePathOf, type Config } from "./config.ts";
import type { Fault, Severity } from "./fault.ts";
import { configDirectory, EMBEDDED_NAME, type Environment, oneLocation } from "./find.ts";
import type { OptionName } from "./options.ts";
import { samePorts } from "./same-port.ts";
import type { TypedValues } from "./values.ts";

/** Puts the configuration together. @param file undefined for the embedded default. */
export function deriveConfig(typed: TypedValues, file: string | undefined, environment: Environment): Config {
  const { values } = typed;
  const directory = file === undefined ? configDirectory(environment) : dirname(resolve(file));
  const fromHere = (path: string): string => resolve(directory, path);
  const optional = (path: string | undefined): string | undefined => (path === undefined ? undefined : fromHere(path));
  const ssl = values.SSL ?? (values.SSL_CERT.length === 0 ? "off" : "files");
  const host = values.HOST ?? hostFor(values.SERVER);
  return Object.freeze<Config>({
    file,
    onedUrls: Object.freeze(values.ONE_XMLRPC),
    onedCa: optional(values.ONE_CA),
    server: values.SERVER,
    port: values.PORT,
    host,
    ssl,
    sslCerts: Object.freeze(values.SSL_CERT.map(fromHere)),
    sslKeys: Object.freeze(values.SSL_KEY.map(fromHere)),
    acmeEmail: values.ACME_EMAIL,
    acmeDirectory: values.ACME_DIRECTORY,
    acmeCa: optional(values.ACME_CA),
    acmeHttpPort: values.ACME_HTTP_PORT,
    acmeWebroot: optional(values.ACME_WEBROOT),
    sslClientCa: optional(values.SSL_CLIENT_CA),
    sslClientAuth: values.SSL_CLIENT_AUTH,
    auth: values.AUTH,
    oneServerAuth: optional(values.ONE_SERVER_AUTH),
    trustedProxies: Object.freeze(values.TRUSTED_PROXIES),
    proxySecret: optional(values.PROXY_SECRET),
    proxyCertHeader: values.PROXY_CERT_HEADER,
    corsOrigins: Object.freeze(values.CORS_ORIGINS),
    consoleScreen: values.CONSOLE_SCREEN,
    screens: values.SCREENS,
    screensPerUser: values.SCREENS_PER_USER,
    allowedHosts: allowedHosts(typed, host),
    console: values.CONSOLE,
    consoleTitle: values.CONSOLE_TITLE,
    consoleLogo: optional(values.CONSOLE_LOGO),
    consoleHelp: values.CONSOLE_HELP,
    baseUrl: values.SSL_SERVER ?? baseUrlOf(ssl === "off" ? "http" : "https", values.SERVER, values.PORT),
    bridge: values.BRIDGE,
    networkDriver: values.NETWORK_DRIVER,
    clusterId: values.CLUSTER_ID,
    networkFrom: values.NETWORK_FROM,
    vmTypes: Object.freeze(typed.vmTypes.map((type) => Object.freeze(type))),
    datastoreId: values.DATASTORE_ID,
    filesDatastoreId: values.FILES_DATASTORE_ID,
    templateLocation: fromHere(values.TEMPLATE_LOCATION ?? "occi_templates"),
    imageDir: fromHere(values.IMAGE_DIR),
    uploadLimit: values.UPLOAD_LIMIT,
    uploadKeep: values.UPLOAD_KEEP,
    uploadUrls: Object.freeze(values.UPLOAD_URLS),
    defaultDialect: values.DEFAULT_DIALECT,
    defaultOsTpl: values.DEFAULT_OS_TPL,
    defaultResourceTpl: values.DEFAULT_RESOURCE_TPL,
    stateDir: optional(values.STATE_DIR) ?? defaultStateDir(environment),
    oneConnections: values.ONE_CONNECTIONS,
    oneTimeout: values.ONE_TIMEOUT,
    oneDriverTimeout: Math.max(values.ONE_TIMEOUT, values.ONE_DRIVER_TIMEOUT),
    answerLimit: values.ANSWER_LIMIT,
    wait: values.WAIT,
    hashedClients: values.HASHED_CLIENTS,
    contextVariables: values.CONTEXT_VARIABLES,
    connections: values.CONNECTIONS,
    connectionsPerAddress: values.CONNECTIONS_PER_ADDRESS,
    requestsPerUser: values.REQUESTS_PER_USER,
    requestsWaiting: values.REQUESTS_WAITING,
    bodyLimit: values.BODY_LIMIT,
    headerTimeout: values.HEADER_TIMEOUT,
    bodyTimeout: values.BODY_TIMEOUT,
    uploadTimeout: values.UPLOAD_TIMEOUT,
    stopDelay: values.STOP_DELAY,
    bodyRate: values.BODY_RATE,
    loginDelay: values.LOGIN_DELAY,
    logLevel: values.LOG_LEVEL,
    logFormat: values.LOG_FORMAT,
    admin: values.ADMIN,
    adminChosen: typed.places.has("ADMIN"),
  });
}

/** Undefined for any. Where nobody has said what the server is called, it may be called anything. */
function allowedHosts({ values, places }: TypedValues, host: string): readonly string[] | undefined {
  if (values.ALLOWED_HOSTS === "any") return undefined;
  const isNamed = places.has("SERVER") || values.SSL_SERVER !== undefined || isLoopback(host);
  return values.ALLOWED_HOSTS ?? (isNamed ? [] : undefined);
}

/** Inside of OpenNebula's own directory for what it keeps. */
export function defaultStateDir(environment: Environment): string {
  const location = oneLocation(environment);
  return location === undefined ? "/var/lib/one/occi-server" : join(location, "var", "occi-server");
}

/** True for names and addresses that never leave this machine. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  return (
    isLoopbackAddress(name) ||
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "localhost.localdomain" ||
    name === "ip6-localhost"
  );
}

/** The address to listen on where HOST does not say it. */
export function hostFor(server: string): string {
  if (!isLoopback(server)) return "::";
  return ipFamily(server) === undefined ? "127.0.0.1" : server;
}

/** Default ports are left out, IPv6 is in brackets. */
function baseUrlOf(scheme: "http" | "https", server: string, port: number): string {
  const host = inUrl(server);
  return port === (scheme === "http" ? 80 : 443) ? `${scheme}://${host}` : `${scheme}://${host}:${port}`;
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

/** Faults that no single value shows. */
export function crossFaults(config: Config, { places, values, faulty }: TypedValues): Fault[] {
  const faults: Fault[] = [];
  const report = (severity: Severity, near: readonly OptionName[], message: string, hint: string): void => {
    const place = near.map((name) => places.get(name)).find((found) => found !== undefined);
    faults.push({
      severity,
      file: config.file ?? EMBEDDED_NAME,
      ...(place !== undefined && { line: place.line, column: place.column }),
      message,
      hint,
    });
  };
  if (ipFamily(config.server) !== undefined) {
    report(
      "warning",
      ["SERVER"],
      "SERVER is an IP address",
      "write the fully qualified name of the cloud: hrefs and certificates contain it",
    );
  }
  const known = (["HOST", "SSL", "SSL_SERVER", "SERVER"] as const).every((name) => !faulty.has(name));
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
      "set HOST=127.0.0.1 when the proxy runs on this machine, otherwise HOST to the address that the proxy connects to",
    );
  }
  if (known && values.SSL_SERVER !== undefined && !isLoopback(config.server) && isLoopback(hostOf(config.baseUrl))) {
    report(
      "warning",
      ["SSL_SERVER"],
      "SSL_SERVER is a loopback name: its hrefs lead other clients to their own machine",
      "write the address of the proxy as clients see it",
    );
  }
  const [, word = ""] = basePathOf(config).split("/");
  if (values.SSL_SERVER !== undefined && OWN_PATHS.includes(word)) {
    report(
      "warning",
      ["SSL_SERVER"],
      `the path of SSL_SERVER begins with /${word}, where the server has paths of its own`,
      "choose another, such as /occi: otherwise the server cannot know whether the proxy has removed it",
    );
  }
  const portsKnown = known && (["PORT", "ADMIN", "ACME_HTTP_PORT"] as const).every((name) => !faulty.has(name));
  for (const { options, port } of portsKnown ? samePorts(config) : []) {
    const [one, other] = options;
    // Without the default of ADMIN the server starts.
    const mild = options.includes("ADMIN") && !config.adminChosen;
    const result = mild
      ? "ADMIN has it by default, and there will be no health and metrics"
      : "only one can listen on it";
    report(
      mild ? "warning" : "error",
      [other, one],
      `${one} and ${other} are the same port, ${port}: ${result}`,
      `set another port in ${one} or ${other}`,
    );
  }
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
  if (config.auth === "x509" && config.oneServerAuth === undefined && !faulty.has("ONE_SERVER_AUTH")) {
    report("error", ["AUTH"], "AUTH=x509 needs ONE_SERVER_AUTH", "name the file with serveradmin's credentials");
  }
  if (config.auth === "x509" && config.sslClientCa === undefined && config.proxySecret === undefined) {
    report(
      "error",
      ["AUTH"],
      "AUTH=x509 gets no certificates",
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
      `CORS_ORIGINS: pages of ${plainOrigin} can be changed on the network, and could then use their readers' logins`,
      "serve the page over https:",
    );
  }
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
    report("warning", ["ONE_CA"], "ONE_CA is not used: ONE_XMLRPC has no https URL", "write https: in ONE_XMLRPC");
  }
  if (config.oneConnections > 15) {
    report(
      "warning",
      ["ONE_CONNECTIONS"],
      "ONE_CONNECTIONS is more than the 15 connections that oned serves",
      "set MAX_CONN of oned.conf higher as well",
    );
  }
  return faults;
}
