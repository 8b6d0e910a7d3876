/** Options of the listener and its certificates. */
import { baseUrl, bindAddress, email, host, oneOfWithHints, path, port } from "../value-types.ts";
import type { OptionTable } from "./option.ts";

const TLS_HINT =
  "write self-signed for a certificate that the server makes, files for one in SSL_CERT, or acme for one from an authority";

export const SERVICE = {
  SERVER: {
    type: host,
    fallback: "localhost",
    inSample: true,
    meaning: "Fully qualified name of the cloud, not an IP address. All hrefs begin with it and PORT.",
  },
  PORT: { type: port, fallback: "4567", inSample: true, meaning: "Port for incoming connections." },
  HOST: {
    type: bindAddress,
    fallback: undefined,
    shownDefault: "loopback if SERVER is a loopback name, otherwise all addresses",
    example: "127.0.0.1",
    meaning: "Address to listen on; * means all addresses. Behind a proxy on the same machine, use 127.0.0.1.",
  },
  SSL_SERVER: {
    type: baseUrl,
    fallback: undefined,
    example: "https://cloud.example.org:8443",
    meaning:
      "Base of all hrefs behind a TLS proxy, as clients see it. If it has a path, all paths begin with that path; the proxy may remove it from requests or keep it.",
  },
  SSL: {
    type: oneOfWithHints(["off", "files", "self-signed", "acme"], {
      on: TLS_HINT,
      yes: TLS_HINT,
      true: TLS_HINT,
      no: "write off",
      false: "write off",
    }),
    fallback: undefined,
    shownDefault: "files if SSL_CERT is set, otherwise off",
    example: "self-signed",
    inSample: true,
    meaning:
      "TLS of the server itself: off (plain HTTP), files (SSL_CERT and SSL_KEY), self-signed (a certificate that the server makes and keeps in STATE_DIR), or acme (a certificate from an authority such as Let's Encrypt, see ACME_EMAIL).",
  },
  SSL_CERT: {
    type: path,
    fallback: undefined,
    example: "/etc/one/server.pem",
    repeats: true,
    meaning:
      "PEM file of the certificate and its chain; it may contain the key too. With several lines, clients get the certificate for the host name that they request, otherwise the first.",
  },
  SSL_KEY: {
    type: path,
    fallback: undefined,
    shownDefault: "the key in SSL_CERT",
    example: "/etc/one/server.key",
    repeats: true,
    meaning: "PEM file of the private key, without a passphrase; one line for each certificate, in any order.",
  },
  STATE_DIR: {
    type: path,
    fallback: undefined,
    shownDefault: "$ONE_LOCATION/var/occi-server, else /var/lib/one/occi-server",
    example: "/var/lib/one/occi-server",
    meaning: "Directory where the server keeps certificates that it makes itself or gets by ACME, and their keys.",
  },
} as const satisfies OptionTable;

export const ACME = {
  ACME_EMAIL: {
    type: email,
    fallback: undefined,
    example: "admin@example.org",
    meaning:
      "E-mail address for notices from the authority. By setting SSL=acme you agree to the authority's terms of service.",
  },
  ACME_DIRECTORY: {
    type: baseUrl,
    fallback: "https://acme-v02.api.letsencrypt.org/directory",
    meaning: "URL of the authority's ACME directory.",
  },
  ACME_CA: {
    type: path,
    fallback: undefined,
    example: "/etc/one/acme-ca.pem",
    meaning: "PEM file of authorities that may sign the certificate of ACME_DIRECTORY, in addition to the system's.",
  },
  ACME_HTTP_PORT: {
    type: port,
    fallback: "80",
    meaning:
      "Port on which the server answers the authority's challenges for SERVER (HTTP-01); it redirects all other requests there to HTTPS. The authority connects to port 80.",
  },
  ACME_WEBROOT: {
    type: path,
    fallback: undefined,
    example: "/var/www/html",
    meaning:
      "Document root of the web server on port 80. If set, challenge files are written there and the server does not listen itself.",
  },
} as const satisfies OptionTable;
