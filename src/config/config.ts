/** The configuration as the program uses it: frozen, complete, every value checked. Made by `config/load.ts`. */

export type SslMode = "off" | "files" | "self-signed";
export type LogLevel = "error" | "warning" | "info" | "debug";
export type LogFormat = "text" | "json";

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
  readonly sslCert: string | undefined;
  readonly sslKey: string | undefined;
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
  readonly stateDir: string;
  readonly oneConnections: number;
  /** Milliseconds. */
  readonly oneTimeout: number;
  /** Bytes. */
  readonly answerLimit: number;
  /** Milliseconds. */
  readonly wait: number;
  readonly hashedClients: boolean;
  readonly contextVariables: boolean;
  /** Bytes. */
  readonly bodyLimit: number;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
}
