/** TLS of the listener: 1.2 and 1.3, from files or with the self-signed certificate. */
import { readFileSync } from "node:fs";
import type { Config } from "../config/config.ts";
import { messageOf, OcciError } from "../errors.ts";
import { selfSigned, selfSignedFile } from "./certificate.ts";
import { type Identity, identityFromPem } from "./pem.ts";

export type { Identity } from "./pem.ts";

/** For TLS 1.2 (1.3 has only good ones): a new key for each connection (ECDHE), authenticated encryption, no CBC. */
const CIPHERS = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
].join(":");

/** The `tls` option of `Bun.serve`. Bun offers 1.2 and 1.3 only. */
export interface TlsOptions {
  readonly key: string;
  readonly cert: string;
  readonly ciphers: string;
}

/**
 * Key and certificate for a configuration; makes the self-signed one when it is due.
 * @returns undefined with SSL=off.
 * @throws OcciError SETUP_FAULT with what is wrong with the files.
 */
export async function identityOf(config: Config, now: Date = new Date()): Promise<Identity | undefined> {
  if (config.ssl === "off") return undefined;
  if (config.ssl === "self-signed") return selfSigned(config, now);
  const certFile = config.sslCert;
  if (certFile === undefined) {
    throw new OcciError("SETUP_FAULT", "SSL=files needs SSL_CERT.", { hint: "Name a PEM file in SSL_CERT." });
  }
  const keyFile = config.sslKey ?? certFile;
  const certPem = readPem("SSL_CERT", certFile);
  return identityFromPem(certPem, certFile, keyFile === certFile ? certPem : readPem("SSL_KEY", keyFile), keyFile);
}

/** The files that `identityOf` reads. */
export function certificateFiles(config: Config): readonly string[] {
  if (config.ssl === "self-signed") return [selfSignedFile(config)];
  if (config.ssl === "off" || config.sslCert === undefined) return [];
  return config.sslKey === undefined ? [config.sslCert] : [config.sslCert, config.sslKey];
}

/** The options of `Bun.serve` for an identity. */
export function tlsOf(identity: Identity): TlsOptions {
  return { key: identity.key, cert: identity.cert, ciphers: CIPHERS };
}

/** The options of `Bun.serve` for a configuration; undefined with SSL=off. Throws as `identityOf`. */
export async function tlsOptions(config: Config, now: Date = new Date()): Promise<TlsOptions | undefined> {
  const identity = await identityOf(config, now);
  return identity && tlsOf(identity);
}

function readPem(variable: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new OcciError("SETUP_FAULT", `${variable}: ${file} cannot be read: ${messageOf(cause)}.`, {
      hint: "The file must exist and be readable by the user that the server runs as (oneadmin).",
      cause,
    });
  }
}
