/**
 * The one table of all options: it drives the defaults, the checks, the sample file, `help` and the README.
 * @see scripts/generate.ts
 */
import {
  addresses,
  adminAddress,
  baseUrl,
  bindAddress,
  duration,
  email,
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
  /** Whether it may stand in several lines, and all of them count: its value is a list then. */
  readonly repeats?: boolean;
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
  "Certificates by ACME": ["ACME_EMAIL", "ACME_DIRECTORY", "ACME_CA", "ACME_HTTP_PORT", "ACME_WEBROOT"],
  "Client certificates and proxies": [
    "SSL_CLIENT_CA",
    "SSL_CLIENT_AUTH",
    "AUTH",
    "ONE_SERVER_AUTH",
    "TRUSTED_PROXIES",
    "PROXY_SECRET",
    "PROXY_CERT_HEADER",
  ],
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
  Limits: [
    "CONNECTIONS",
    "CONNECTIONS_PER_ADDRESS",
    "REQUESTS_PER_USER",
    "REQUESTS_WAITING",
    "BODY_LIMIT",
    "HEADER_TIMEOUT",
    "BODY_TIMEOUT",
    "BODY_RATE",
    "UPLOAD_TIMEOUT",
    "LOGIN_DELAY",
    "STOP_DELAY",
  ],
  "Users and the log": ["HASHED_CLIENTS", "LOG_LEVEL", "LOG_FORMAT", "ADMIN"],
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
    meaning:
      "Calls to oned at the same time; the short probe of /readyz is one more. oned serves 15 connections for everybody, so leave some for others.",
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
    type: oneOf("off", "files", "self-signed", "acme"),
    fallback: undefined,
    shownDefault: "files if SSL_CERT is set, else off",
    example: "self-signed",
    inSample: true,
    meaning:
      "TLS of the server itself: off (plain HTTP), files (SSL_CERT and SSL_KEY), self-signed: a certificate that is made and kept in STATE_DIR, or acme: one that an authority such as Let's Encrypt gives, see ACME_EMAIL.",
  },
  SSL_CERT: {
    type: path,
    fallback: undefined,
    example: "/etc/one/server.pem",
    repeats: true,
    meaning:
      "PEM file of the certificate and its chain; it may hold the key too. Several lines: clients get the one that names the host they ask for, else the first.",
  },
  SSL_KEY: {
    type: path,
    fallback: undefined,
    shownDefault: "the key in SSL_CERT",
    example: "/etc/one/server.key",
    repeats: true,
    meaning: "PEM file of the private key, without a passphrase; a line for each certificate, in any order.",
  },
  STATE_DIR: {
    type: path,
    fallback: undefined,
    shownDefault: "$ONE_LOCATION/var/occi-server, else /var/lib/one/occi-server",
    example: "/var/lib/one/occi-server",
    meaning: "Directory of the certificates that the server makes or gets itself.",
  },
  ACME_EMAIL: {
    type: email,
    fallback: undefined,
    example: "admin@example.org",
    meaning: "Address that the authority may write to. With SSL=acme you agree to the authority's terms of service.",
  },
  ACME_DIRECTORY: {
    type: baseUrl,
    fallback: "https://acme-v02.api.letsencrypt.org/directory",
    meaning: "The authority's directory.",
  },
  ACME_CA: {
    type: path,
    fallback: undefined,
    example: "/etc/one/acme-ca.pem",
    meaning: "PEM file of authorities that may sign the certificate of ACME_DIRECTORY, besides the system's.",
  },
  ACME_HTTP_PORT: {
    type: port,
    fallback: "80",
    meaning:
      "Port where the authority's proof of SERVER (HTTP-01) is answered; everything else there is sent on to HTTPS. The authority asks on port 80.",
  },
  ACME_WEBROOT: {
    type: path,
    fallback: undefined,
    example: "/var/www/html",
    meaning: "Instead of listening: document root of the web server that has port 80; the proofs are put there.",
  },
  SSL_CLIENT_CA: {
    type: path,
    fallback: undefined,
    example: "/etc/one/client-ca.pem",
    meaning: "PEM file of the authorities that may sign certificates of clients; turns on TLS client authentication.",
  },
  SSL_CLIENT_AUTH: {
    type: oneOf("optional", "required"),
    fallback: "optional",
    meaning: "With required, a client without a certificate is not connected.",
  },
  AUTH: {
    type: oneOf("basic", "x509"),
    fallback: "basic",
    meaning:
      "How users log in: basic (name and password or token), or x509: the subject of a client certificate is looked up among OpenNebula's users of the x509 driver; who has none may still log in by name.",
  },
  ONE_SERVER_AUTH: {
    type: path,
    fallback: undefined,
    example: "/var/lib/one/.one/occi_auth",
    meaning:
      "With AUTH=x509: file with serveradmin:PASSWORD of OpenNebula's server_cipher driver, or with the private key of its server_x509 driver (PEM); mode 600.",
  },
  TRUSTED_PROXIES: {
    type: addresses,
    fallback: "none",
    example: '"127.0.0.1 10.0.0.0/8"',
    meaning:
      "Addresses and networks of proxies, separated by blanks: their X-Forwarded-For tells the client's address.",
  },
  PROXY_SECRET: {
    type: path,
    fallback: undefined,
    example: "/etc/one/proxy.secret",
    meaning:
      "File with a secret, mode 600. A trusted proxy that sends it in X-Proxy-Secret may hand on its client's certificate in PROXY_CERT_HEADER.",
  },
  PROXY_CERT_HEADER: {
    type: {
      ...oneOf("SSL-Client-Cert", "SSL_CLIENT_CERT", "X-SSL-Client-Cert", "X-SSL-Client-S-DN"),
      syntax: "header",
    },
    fallback: "SSL-Client-Cert",
    meaning:
      "The one header that is believed: SSL-Client-Cert, SSL_CLIENT_CERT or X-SSL-Client-Cert with the certificate, or X-SSL-Client-S-DN with its subject. The proxy must set it on every request, empty where there is no certificate, or a client's own would be believed.",
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
  CONNECTIONS: {
    type: wholeNumber(16, 1_000_000),
    fallback: "4096",
    meaning: "Connections of clients at the same time; those over it are closed.",
  },
  CONNECTIONS_PER_ADDRESS: {
    type: wholeNumber(4, 1_000_000),
    fallback: "256",
    meaning:
      "The same of one address (of IPv6 one /64). TRUSTED_PROXIES may have any number, with SSL=off this machine too.",
  },
  REQUESTS_PER_USER: {
    type: wholeNumber(1, 100_000),
    fallback: "100",
    meaning: "Requests of one user at the same time; those over it are refused at once (503), as with the next.",
  },
  REQUESTS_WAITING: {
    type: wholeNumber(1, 100_000),
    fallback: "256",
    meaning: "Requests that wait for one of ONE_CONNECTIONS; users who have few of them may still send theirs.",
  },
  HEADER_TIMEOUT: {
    type: duration("1s", "4m"),
    fallback: "10s",
    meaning: "Time for the handshake and the header of a connection's first request.",
  },
  BODY_TIMEOUT: {
    type: duration("1s"),
    fallback: "1m",
    meaning: "Longest time for the body of a request that is not an upload.",
  },
  BODY_RATE: {
    type: size("1"),
    fallback: "1K",
    meaning: "Bytes per second that a body must come at, on the average of ten seconds, of an upload of a minute.",
  },
  UPLOAD_TIMEOUT: { type: duration("1m"), fallback: "24h", meaning: "Longest time that an upload may take." },
  LOGIN_DELAY: {
    type: duration("0s"),
    fallback: "1m",
    meaning:
      "Longest delay after wrong passwords: from the third on it doubles, for that user at that address. 0s is none.",
  },
  STOP_DELAY: {
    type: duration("0s", "8s"),
    fallback: "0s",
    meaning:
      "How long a server that was told to stop goes on taking connections, while /readyz of ADMIN already says 503: time for a load balancer to notice.",
  },
  LOG_LEVEL: { type: oneOf("error", "warning", "info", "debug"), fallback: "info", meaning: "What is logged." },
  LOG_FORMAT: {
    type: oneOf("text", "common", "json"),
    fallback: "text",
    meaning:
      "Lines for people; the same with requests as in the Common Log Format of web servers; or JSON for programs.",
  },
  ADMIN: {
    type: adminAddress,
    fallback: "127.0.0.1:9567",
    meaning:
      "Where /livez, /readyz and /metrics are answered, without a password and without a secret in them: address:port, unix:/path, or off.",
  },
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
  ? O extends { repeats: true }
    ? readonly T[]
    : F extends string
      ? T
      : T | undefined
  : never;

/** Typed values of all options but VM_TYPE: undefined, or no element, where nothing is set and there is no default. */
export type Values = { -readonly [K in ScalarName]: ValueOf<(typeof OPTIONS)[K]> };

/** Names that other versions or OpenNebula's other programs know, with the reason why they do nothing here. */
export const RETIRED: Readonly<Record<string, string>> = {
  USER: "the server has no account of its own in OpenNebula: each request uses its user's",
  PASSWORD: "the server has no account of its own in OpenNebula: each request uses its user's; take the line out",
  DATABASE: "images are kept by OpenNebula",
  FS_FORMAT: "the format of a new disk stands in its request (FSTYPE)",
  ONE_AUTH: "the server has no account of its own in OpenNebula: each request uses its user's",
  ONE_LOCATION: "it is taken from the environment: this file is found through it",
  CORE_AUTH: "users log in with OpenNebula's own password or a login token",
  TOKEN_EXPIRATION_DELTA: "there is no administrator's token that could expire",
  ENCODE_USER_PASSWORD: "passwords go to OpenNebula as they are",
  HASH_PASSWORDS: "passwords go to OpenNebula as they are; for old clients there is HASHED_CLIENTS",
  DEBUG_LEVEL: "write LOG_LEVEL=error, warning, info or debug",
  INSTANCE_TYPES: "write a line VM_TYPE=[NAME=small, TEMPLATE=small.eta] for each type",
  TMPDIR: "uploads are kept in IMAGE_DIR",
};
