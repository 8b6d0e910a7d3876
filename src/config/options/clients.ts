/** Options that say how clients log in, and what the server reports about them. */
import { addresses, adminAddress, oneOf, path, yesNo } from "../value-types.ts";
import type { OptionTable } from "./option.ts";

export const CLIENTS = {
  SSL_CLIENT_CA: {
    type: path,
    fallback: undefined,
    example: "/etc/one/client-ca.pem",
    meaning:
      "PEM file of the authorities that may sign certificates of clients. It turns on TLS client authentication.",
  },
  SSL_CLIENT_AUTH: {
    type: oneOf("optional", "required"),
    fallback: "optional",
    meaning: "With required, the server refuses the connection of a client that has no certificate.",
  },
  AUTH: {
    type: oneOf("basic", "x509"),
    fallback: "basic",
    meaning:
      "How users log in: basic (name and password or token), or x509 (the subject of a client certificate is looked up among OpenNebula's users of the x509 driver; users without a certificate may still log in by name).",
  },
  ONE_SERVER_AUTH: {
    type: path,
    fallback: undefined,
    example: "/var/lib/one/.one/occi_auth",
    meaning:
      "With AUTH=x509: file with serveradmin:PASSWORD of OpenNebula's server_cipher driver, or with the private key of its server_x509 driver (PEM); mode 600. Anyone with that file can act as any user.",
  },
  TRUSTED_PROXIES: {
    type: addresses,
    fallback: "none",
    example: '"127.0.0.1 10.0.0.0/8"',
    meaning: "Addresses and networks of proxies, separated by blanks, whose X-Forwarded-For the server trusts.",
  },
  PROXY_SECRET: {
    type: path,
    fallback: undefined,
    example: "/etc/one/proxy.secret",
    meaning:
      "File with a secret, mode 600. A trusted proxy that sends it in X-Proxy-Secret may pass on its client's certificate in PROXY_CERT_HEADER.",
  },
  PROXY_CERT_HEADER: {
    type: {
      ...oneOf("SSL-Client-Cert", "SSL_CLIENT_CERT", "X-SSL-Client-Cert", "X-SSL-Client-S-DN"),
      syntax: "header",
    },
    fallback: "SSL-Client-Cert",
    meaning:
      "The only header that the server trusts: SSL-Client-Cert, SSL_CLIENT_CERT or X-SSL-Client-Cert with the certificate, or X-SSL-Client-S-DN with its subject. The proxy must set it on every request, and leave it empty if the client has not sent a certificate; otherwise the server would trust a header that the client has set.",
  },
} as const satisfies OptionTable;

export const USERS_AND_LOG = {
  HASHED_CLIENTS: {
    type: yesNo,
    fallback: "no",
    meaning:
      "Allow users to create a login token from their password's SHA-1, for old clients that send only that hash (action `hashed`).",
  },
  LOG_LEVEL: {
    type: oneOf("error", "warning", "info", "debug"),
    fallback: "info",
    meaning: "Least severe level that is logged.",
  },
  LOG_FORMAT: {
    type: oneOf("text", "common", "json"),
    fallback: "text",
    meaning:
      "text for people; common for requests in the Common Log Format of web servers and the other lines as text; json for programs.",
  },
  ADMIN: {
    type: adminAddress,
    fallback: "127.0.0.1:9567",
    meaning:
      "Address where the server answers /livez, /readyz and /metrics, which do not require a password and do not contain secrets: address:port, unix:/path, or off.",
  },
} as const satisfies OptionTable;
