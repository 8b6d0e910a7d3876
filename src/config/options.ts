/**
 * The one table of all options: it drives the defaults, the checks, the sample file, `help` and the README.
 * @see scripts/generate.ts
 */
import {
  baseUrl,
  bindAddress,
  duration,
  host,
  hosts,
  id,
  idOrNone,
  name,
  oneOf,
  path,
  port,
  size,
  urls,
  type ValueType,
  wholeNumber,
  yesNo,
} from "./value-types.ts";

export interface Option<T> {
  readonly type: ValueType<T>;
  /** As it would be written in the file; undefined when the option may be left out without one. */
  readonly fallback: string | undefined;
  /** The default in words, where `fallback` does not say it. */
  readonly shownDefault?: string;
  /** One or two sentences. */
  readonly meaning: string;
  /** A value for the sample: its line stands there without `#` when `inSample` is true. */
  readonly example?: string;
  readonly inSample?: boolean;
}

/** Titles of the groups with their options, in the order of the sample and the README. */
export const GROUPS = {
  "OpenNebula's daemon": ["ONE_XMLRPC", "ONE_CA", "ONE_CONNECTIONS", "ONE_TIMEOUT", "ANSWER_LIMIT", "WAIT"],
  "The service": ["SERVER", "PORT", "HOST", "SSL_SERVER", "SSL", "SSL_CERT", "SSL_KEY", "STATE_DIR"],
  "Virtual machines": ["VM_TYPE", "TEMPLATE_LOCATION", "CONTEXT_VARIABLES"],
  Networks: ["BRIDGE", "NETWORK_DRIVER", "CLUSTER_ID", "NETWORK_FROM"],
  "Images and uploads": [
    "DATASTORE_ID",
    "FILES_DATASTORE_ID",
    "IMAGE_DIR",
    "UPLOAD_LIMIT",
    "UPLOAD_KEEP",
    "UPLOAD_URLS",
  ],
  "Users, limits and the log": ["HASHED_CLIENTS", "BODY_LIMIT", "LOG_LEVEL", "LOG_FORMAT"],
} as const satisfies Readonly<Record<string, readonly (keyof typeof OPTIONS | "VM_TYPE")[]>>;

export const OPTIONS = {
  ONE_XMLRPC: {
    type: urls,
    fallback: "http://localhost:2633/RPC2",
    inSample: true,
    meaning:
      "XML-RPC address of oned. Several, separated by blanks and in quotes: the next is tried when one does not answer.",
  },
  ONE_CA: {
    type: path,
    fallback: undefined,
    example: "/etc/one/oned-ca.pem",
    meaning: "PEM file of authorities that may sign oned's certificate, besides the system's (ONE_XMLRPC with https).",
  },
  ONE_CONNECTIONS: {
    type: wholeNumber(1, 256),
    fallback: "8",
    meaning: "Calls to oned at the same time. oned serves 15 connections for everybody, so leave some for others.",
  },
  ONE_TIMEOUT: { type: duration("100ms"), fallback: "15s", meaning: "Longest time that one call to oned may take." },
  ANSWER_LIMIT: {
    type: size("64K", "2G"),
    fallback: "256M",
    meaning: "Largest answer taken from oned, such as the list of all virtual machines.",
  },
  WAIT: {
    type: duration("0s"),
    fallback: "10s",
    meaning: "How long a request waits for oned's asynchronous work before it answers with the state as it is.",
  },
  SERVER: {
    type: host,
    fallback: "localhost",
    inSample: true,
    meaning: "Fully qualified name of the cloud, not an IP address: with PORT the base of all hrefs.",
  },
  PORT: { type: port, fallback: "4567", inSample: true, meaning: "Port for incoming connections." },
  HOST: {
    type: bindAddress,
    fallback: undefined,
    shownDefault: "loopback if SERVER is a loopback name, else all addresses",
    example: "127.0.0.1",
    meaning: "Address to listen on; * is all of them. Behind a proxy on the same machine it is 127.0.0.1.",
  },
  SSL_SERVER: {
    type: baseUrl,
    fallback: undefined,
    example: "https://cloud.example.org:8443",
    meaning: "Base of all hrefs behind a TLS proxy, as clients see it.",
  },
  SSL: {
    type: oneOf("off", "files", "self-signed"),
    fallback: undefined,
    shownDefault: "files if SSL_CERT is set, else off",
    example: "self-signed",
    inSample: true,
    meaning:
      "TLS of the server itself: off (plain HTTP), files (SSL_CERT and SSL_KEY), or self-signed: a certificate that is made and kept in STATE_DIR.",
  },
  SSL_CERT: {
    type: path,
    fallback: undefined,
    example: "/etc/one/server.pem",
    meaning: "PEM file of the certificate and its chain; it may hold the key too.",
  },
  SSL_KEY: {
    type: path,
    fallback: undefined,
    shownDefault: "the key in SSL_CERT",
    example: "/etc/one/server.key",
    meaning: "PEM file of the private key, without a passphrase.",
  },
  STATE_DIR: {
    type: path,
    fallback: undefined,
    shownDefault: "$ONE_LOCATION/var/occi-server, else /var/lib/one/occi-server",
    example: "/var/lib/one/occi-server",
    meaning: "Directory of the self-signed certificate.",
  },
  TEMPLATE_LOCATION: {
    type: path,
    fallback: undefined,
    shownDefault: "occi_templates beside the configuration",
    example: "/etc/one/occi_templates",
    meaning: "Directory of the templates. Those that are not in it are taken from the program.",
  },
  CONTEXT_VARIABLES: {
    type: yesNo,
    fallback: "no",
    meaning: "Let variables of OpenNebula such as $NETWORK in values of CONTEXT reach oned. With no they are refused.",
  },
  BRIDGE: {
    type: name,
    fallback: undefined,
    example: "br0",
    meaning: "Bridge of new networks on the hosts.",
  },
  NETWORK_DRIVER: { type: name, fallback: "bridge", meaning: "Driver of new networks (VN_MAD)." },
  CLUSTER_ID: { type: idOrNone, fallback: "-1", meaning: "Cluster of new networks; -1 is oned's default." },
  NETWORK_FROM: {
    type: id,
    fallback: undefined,
    example: "0",
    meaning:
      "Id of a network: new networks become reservations from it, the only way for plain users of OpenNebula 7. ADDRESS must lie in one of its ranges.",
  },
  DATASTORE_ID: { type: id, fallback: "1", meaning: "Datastore of new images." },
  FILES_DATASTORE_ID: { type: id, fallback: "2", meaning: "Datastore of new kernels, ramdisks and context files." },
  IMAGE_DIR: {
    type: path,
    fallback: "/var/tmp/occi-server",
    meaning:
      "Directory where uploads wait until oned has copied them. It must lie inside SAFE_DIRS of OpenNebula's datastores.",
  },
  UPLOAD_LIMIT: { type: size("1"), fallback: "100G", meaning: "Largest image that can be uploaded." },
  UPLOAD_KEEP: {
    type: duration("1m"),
    fallback: "24h",
    meaning: "Longest time that an upload is kept while oned copies it.",
  },
  UPLOAD_URLS: {
    type: hosts,
    fallback: "none",
    example: '"images.example.org mirror.example.org:8080"',
    meaning: "Hosts that an http(s) URL of a new image may name, separated by blanks; oned fetches from them.",
  },
  HASHED_CLIENTS: {
    type: yesNo,
    fallback: "no",
    meaning:
      "Let users make a login token of their password's SHA-1, for old clients that send only that (action `hashed`).",
  },
  BODY_LIMIT: {
    type: size("1K", "1G"),
    fallback: "1M",
    meaning: "Largest body of a request that is not an upload.",
  },
  LOG_LEVEL: { type: oneOf("error", "warning", "info", "debug"), fallback: "info", meaning: "What is logged." },
  LOG_FORMAT: { type: oneOf("text", "json"), fallback: "text", meaning: "Lines for people, or JSON for programs." },
} as const satisfies Readonly<Record<string, Option<unknown>>>;

/** The only option whose value is a list, and that stands once for each type. */
export const VM_TYPE = {
  syntax: "[NAME=, TEMPLATE=]",
  fallback: ["small", "medium", "large"].map((type) => `[NAME=${type}, TEMPLATE=${type}.eta]`),
  shownDefault: "small, medium, large",
  example: "[NAME=custom, TEMPLATE=custom.eta, CPU_MAX=8, MEMORY_MAX=16384]",
  meaning:
    "A type of virtual machine and its template; one line for each. CPU_MAX and MEMORY_MAX (MiB) limit what a request may ask of a custom type.",
} as const;

export type ScalarName = keyof typeof OPTIONS;
export type OptionName = ScalarName | "VM_TYPE";

export const SCALAR_NAMES = Object.keys(OPTIONS) as ScalarName[];
export const OPTION_NAMES: readonly OptionName[] = Object.values(GROUPS).flat();

type ValueOf<O> = O extends { type: ValueType<infer T>; fallback: infer F }
  ? F extends string
    ? T
    : T | undefined
  : never;

/** Typed values of all options but VM_TYPE: undefined where nothing is set and there is no default. */
export type Values = { -readonly [K in ScalarName]: ValueOf<(typeof OPTIONS)[K]> };

/** Names that other versions or OpenNebula's other programs know, with the reason why they do nothing here. */
export const RETIRED: Readonly<Record<string, string>> = {
  USER: "the server has no account of its own in OpenNebula: each request uses its user's",
  PASSWORD: "the server has no account of its own in OpenNebula: each request uses its user's; take the line out",
  DATABASE: "images are kept by OpenNebula",
  FS_FORMAT: "the format of a new disk stands in its request (FSTYPE)",
  ONE_AUTH: "the server has no account of its own in OpenNebula: each request uses its user's",
  ONE_LOCATION: "it is taken from the environment: this file is found through it",
  AUTH: "users log in with OpenNebula's own password or a login token",
  CORE_AUTH: "users log in with OpenNebula's own password or a login token",
  TOKEN_EXPIRATION_DELTA: "there is no administrator's token that could expire",
  ENCODE_USER_PASSWORD: "passwords go to OpenNebula as they are",
  HASH_PASSWORDS: "passwords go to OpenNebula as they are; for old clients there is HASHED_CLIENTS",
  DEBUG_LEVEL: "write LOG_LEVEL=error, warning, info or debug",
  INSTANCE_TYPES: "write a line VM_TYPE=[NAME=small, TEMPLATE=small.eta] for each type",
  TMPDIR: "uploads are kept in IMAGE_DIR",
};
