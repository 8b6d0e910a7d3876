/** The values that follow from others. */

import { dirname, join, resolve } from "node:path";
import { inUrl, ipFamily, isLoopbackAddress } from "../ip-address.ts";
import type { Config } from "./config.ts";
import { configDirectory, type Environment, oneLocation } from "./find.ts";
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
