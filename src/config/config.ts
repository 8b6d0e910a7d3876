/** The configuration as the program uses it: frozen, complete, every value checked. Made by `config/load.ts`. */

import type { AdminAddress } from "./value-types.ts";

export type { AdminAddress } from "./value-types.ts";

export type SslMode = "off" | "files" | "self-signed" | "acme";
export type ClientAuth = "optional" | "required";
export type AuthMode = "basic" | "x509";
/** The language of answers to requests that choose none. */
export type DefaultDialect = "xml" | "ogf";
export type ScreenRule = "manage" | "use" | "off";
export type LogLevel = "error" | "warning" | "info" | "debug";
export type LogFormat = "text" | "common" | "json";

export interface VmType {
  readonly name: string;
  /** File name as configured, e.g. `small.erb`. */
  readonly template: string;
  /** Most that a request may ask of a custom type; CPU in cores, memory in MiB. */
  readonly cpuMax?: number;
  readonly memoryMax?: number;
}

export interface Config {
  /** Where it was read from; undefined for the embedded default. */
  readonly file: string | undefined;
  /** URLs of oned, tried in order. */
  readonly onedUrls: readonly string[];
  /** Path of a PEM file with more authorities for oned's certificate. */
  readonly onedCa: string | undefined;
  readonly server: string;
  readonly port: number;
  /** Address to bind: `127.0.0.1`, `::`, ... */
  readonly host: string;
  readonly ssl: SslMode;
  /** PEM files: the first is for clients that ask for no name, or for an unknown one. */
  readonly sslCerts: readonly string[];
  readonly sslKeys: readonly string[];
  readonly acmeEmail: string | undefined;
  readonly acmeDirectory: string;
  readonly acmeCa: string | undefined;
  readonly acmeHttpPort: number;
  readonly acmeWebroot: string | undefined;
  readonly sslClientCa: string | undefined;
  readonly sslClientAuth: ClientAuth;
  readonly auth: AuthMode;
  /** File with the credentials of OpenNebula's server_cipher driver. */
  readonly oneServerAuth: string | undefined;
  /** Addresses, and networks as `10.0.0.0/8`. */
  readonly trustedProxies: readonly string[];
  /** File with the secret that trusted proxies send. */
  readonly proxySecret: string | undefined;
  /** The one header in which a proxy hands on its client's certificate. */
  readonly proxyCertHeader: string;
  /** The origins of web pages that may use the server with a user's login. */
  readonly corsOrigins: readonly string[];
  /** Which right on a machine opens its screen. */
  readonly consoleScreen: ScreenRule;
  readonly screens: number;
  readonly screensPerUser: number;
  /** Names for the server in browsers, besides `server`, the host of `baseUrl` and loopback names; undefined: any. */
  readonly allowedHosts: readonly string[] | undefined;
  /** The self-service page below /ui. */
  readonly console: "on" | "off";
  readonly consoleTitle: string;
  /** A file. */
  readonly consoleLogo: string | undefined;
  /** A link. */
  readonly consoleHelp: string | undefined;
  /** Base of all hrefs, without a slash at the end. */
  readonly baseUrl: string;
  readonly bridge: string | undefined;
  readonly networkDriver: string;
  readonly clusterId: number;
  readonly networkFrom: number | undefined;
  readonly vmTypes: readonly VmType[];
  readonly datastoreId: number;
  readonly filesDatastoreId: number;
  /** Directory of the operator's templates; what it lacks is taken from the embedded ones. */
  readonly templateLocation: string;
  readonly imageDir: string;
  /** Bytes. */
  readonly uploadLimit: number;
  /** Milliseconds. */
  readonly uploadKeep: number;
  /** Host names (with port, if not the scheme's own) that an http(s) URL may name. */
  readonly uploadUrls: readonly string[];
  readonly defaultDialect: DefaultDialect;
  /** `template_ID` or `image_ID`. */
  readonly defaultOsTpl: string | undefined;
  /** Name of a VM_TYPE. */
  readonly defaultResourceTpl: string | undefined;
  readonly stateDir: string;
  readonly oneConnections: number;
  /** Milliseconds. */
  readonly oneTimeout: number;
  /** Milliseconds, never less than `oneTimeout`. */
  readonly oneDriverTimeout: number;
  /** Bytes. */
  readonly answerLimit: number;
  /** Milliseconds. */
  readonly wait: number;
  readonly hashedClients: boolean;
  readonly contextVariables: boolean;
  /** Limits for connections of clients: in all, and from one address. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
  readonly requestsPerUser: number;
  readonly requestsWaiting: number;
  /** Bytes. */
  readonly bodyLimit: number;
  /** Milliseconds. */
  readonly headerTimeout: number;
  readonly bodyTimeout: number;
  readonly uploadTimeout: number;
  /** Milliseconds between the signal to stop and the end of the listener. */
  readonly stopDelay: number;
  /** Bytes per second. */
  readonly bodyRate: number;
  /** Milliseconds. */
  readonly loginDelay: number;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  /** Address of the listener for health and metrics; undefined for no listener. */
  readonly admin: AdminAddress | undefined;
  /** Whether ADMIN is set: that its default is taken by another program keeps no server from starting. */
  readonly adminChosen: boolean;
}

/** The path below which clients see the server, where a proxy has it in one: `/occi`; "" for none. */
export function basePathOf({ baseUrl }: Pick<Config, "baseUrl">): string {
  return baseUrl.replace(/^[a-z]+:\/\/[^/]*/, "");
}
