/** Information of trusted proxies about their clients: the address, and the subject of a certificate. */

import { certificateOfText, subjectOf, subjectOfText } from "../certificates/distinguished-name.ts";
import type { Config } from "../config/config.ts";
import { OcciError } from "../errors.ts";
import { inNetworks, ipFamily, unmapped } from "../ip-address.ts";
import { readSetting } from "../read-file.ts";
import type { Connection, RefusedCertificate } from "./exchange.ts";

/** The client behind a connection. Headers of anybody but trusted proxies are not looked at. */
export type ClientOf = (request: Request, connection: Connection) => Connection;

/** @throws OcciError SETUP_FAULT when the file of PROXY_SECRET cannot be read or is empty. */
export function createClientOf({ trustedProxies, proxySecret, proxyCertHeader }: Config): ClientOf {
  if (trustedProxies.length === 0) return (_, connection) => connection;
  const trusted = inNetworks(trustedProxies);
  const secret = proxySecret === undefined ? undefined : digest(readSecret(proxySecret));
  return (request, connection) => {
    if (!trusted(connection.address)) return connection;
    const address = forwardedFor(request.headers.get("x-forwarded-for"), trusted) ?? connection.address;
    const sent = request.headers.get("x-proxy-secret");
    const hasSecret = secret !== undefined && sent !== null && crypto.timingSafeEqual(digest(sent), secret);
    // A certificate of the connection itself is the proxy's, not the client's.
    const { subject: _, refused: __, ...rest } = connection;
    const found = hasSecret
      ? subjectFrom(request.headers, proxyCertHeader)
      : withoutSecret(request.headers, proxyCertHeader);
    return { ...rest, address, ...found };
  };
}

/** Each proxy adds whom it heard from at the end: the last who is no proxy of ours is the client. */
function forwardedFor(header: string | null, trusted: (address: string) => boolean): string | undefined {
  if (header === null) return undefined;
  let found: string | undefined;
  for (const entry of header.split(",").reverse()) {
    const address = unmapped(entry.trim().replace(/^\[(.*)\]$/, "$1"));
    if (ipFamily(address) === undefined) return found;
    found = address;
    if (!trusted(address)) return found;
  }
  return found;
}

/**
 * Only one header is read: any other that looks like it might be the client's own, handed on by the proxy. Two lines of
 * it are one value with a comma between them, which is not one certificate.
 */
function subjectFrom(headers: Headers, name: string): Pick<Connection, "subject" | "refused"> {
  const value = headers.get(name);
  if (isNone(value)) return {};
  const subject = /-s-dn$/i.test(name) ? subjectOfText(value) : subjectOfCertificate(value);
  return subject === undefined ? { refused: unclear(name) } : { subject };
}

function unclear(name: string): RefusedCertificate {
  return {
    message: `The header ${name} must contain one certificate and nothing else.`,
    hint: "The proxy in front of the server must replace any such header that the client sends, and must not append to it.",
  };
}

function withoutSecret(headers: Headers, name: string): Pick<Connection, "refused"> {
  if (isNone(headers.get(name))) return {};
  return {
    refused: {
      message: `The certificate in the header ${name} was ignored: the request does not have the secret of a proxy.`,
      hint: "The proxy must send X-Proxy-Secret with the text of the file that PROXY_SECRET names.",
    },
  };
}

/** Apache writes `(null)` when there is no certificate. Values of headers have no blanks around them. */
function isNone(value: string | null): value is null | "" | "(null)" {
  return value === null || value === "" || value === "(null)";
}

function subjectOfCertificate(text: string): string | undefined {
  const certificate = certificateOfText(text);
  return certificate === undefined ? undefined : subjectOf(certificate);
}

function digest(text: string): Buffer {
  return new Bun.CryptoHasher("sha256").update(text).digest();
}

function readSecret(file: string): string {
  const secret = readSetting("PROXY_SECRET", file).trim();
  if (secret.length >= 16) return secret;
  throw new OcciError("SETUP_FAULT", `PROXY_SECRET: the secret in ${file} is shorter than 16 characters.`, {
    hint: "`openssl rand -hex 32` makes a good one.",
  });
}
