/** TLS of the listener: 1.2 and 1.3; certificates from files, self-signed, or by ACME. */
import type { Config } from "../config/config.ts";
import { OcciError } from "../errors.ts";
import { readSetting } from "../read-file.ts";
import { acmeFile, storedIdentity } from "./acme/store.ts";
import { certificatesIn, type Identity, identityFromPem, namesOf } from "./pem.ts";
import { selfSigned, selfSignedFile } from "./self-signed.ts";

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

/** One entry of the `tls` option of `Bun.serve`. Bun offers 1.2 and 1.3 only. */
export interface TlsOptions {
  readonly key: string;
  readonly cert: string;
  readonly ciphers: string;
  /** Authorities that may sign certificates of clients, PEM: with it they are asked for one. */
  readonly ca?: string;
  /** For clients that ask for this name (SNI); without it for all others. */
  readonly serverName?: string;
}

/**
 * Keys and certificates for a configuration; makes the self-signed one when it is due. The first is for clients that
 * ask for no name, or for one that no certificate has.
 * @returns an empty list with SSL=off.
 * @throws OcciError SETUP_FAULT that describes the fault of a file.
 */
export async function identitiesOf(config: Config, now: Date = new Date()): Promise<readonly Identity[]> {
  switch (config.ssl) {
    case "off":
      return [];
    case "self-signed":
      return [await selfSigned(config, now)];
    case "acme":
      return [storedIdentity(config) ?? (await selfSigned(config, now))];
    case "files":
      return identitiesInFiles(config);
  }
}

/** The files that `identitiesOf` and `tlsOf` read. */
export function certificateFiles(config: Config): readonly string[] {
  return [...ownFiles(config), ...(config.sslClientCa === undefined ? [] : [config.sslClientCa])];
}

function ownFiles(config: Config): readonly string[] {
  switch (config.ssl) {
    case "off":
      return [];
    case "self-signed":
      return [selfSignedFile(config)];
    case "acme":
      return [acmeFile(config), selfSignedFile(config)];
    case "files":
      return [...config.sslCerts, ...config.sslKeys];
  }
}

/**
 * The `tls` option of `Bun.serve`; none for plain HTTP.
 * @throws OcciError SETUP_FAULT when SSL_CLIENT_CA cannot be read.
 */
export function tlsOf(identities: readonly Identity[], { sslClientCa }: Config): readonly TlsOptions[] {
  const ca = sslClientCa === undefined ? {} : { ca: readAuthorities(sslClientCa) };
  const taken = new Set<string>();
  return identities.flatMap((identity, index) => {
    const { key, cert } = identity;
    const own = { key, cert, ciphers: CIPHERS, ...ca };
    if (identities.length === 1) return [own];
    const names = namesOf(identity.certificate).filter((name) => !taken.has(name) && taken.add(name));
    const named = names.map((serverName) => ({ ...own, serverName }));
    return index === 0 ? [own, ...named] : named;
  });
}

/** The same for a configuration. Throws as `identitiesOf`. */
export async function tlsOptions(config: Config, now: Date = new Date()): Promise<readonly TlsOptions[]> {
  return tlsOf(await identitiesOf(config, now), config);
}

function identitiesInFiles({ sslCerts, sslKeys }: Config): readonly Identity[] {
  if (sslCerts.length === 0) {
    throw new OcciError("SETUP_FAULT", "SSL=files needs SSL_CERT.", { hint: "Name a PEM file in SSL_CERT." });
  }
  const files = readAll([
    ...sslCerts.map((file) => ["SSL_CERT", file] as const),
    ...sslKeys.map((file) => ["SSL_KEY", file] as const),
  ]);
  const keys = files.slice(sslCerts.length);
  return files.slice(0, sslCerts.length).map((certificate, index) => {
    const likely = keys[index];
    const others = keys.filter((key) => key !== likely);
    // A certificate without a line SSL_KEY in its place has its key in the same file.
    return ofFirstKey(certificate, likely === undefined ? [certificate, ...others] : [likely, ...others]);
  });
}

/** @throws OcciError SETUP_FAULT that names every file that cannot be read, not the first one only. */
function readAll(named: readonly (readonly [variable: string, file: string])[]): readonly PemFile[] {
  const files: PemFile[] = [];
  const failures: OcciError[] = [];
  for (const [variable, file] of named) {
    try {
      files.push({ file, pem: readPem(variable, file) });
    } catch (error) {
      if (!(error instanceof OcciError)) throw error;
      failures.push(error);
    }
  }
  const [first] = failures;
  if (first === undefined) return files;
  throw new OcciError("SETUP_FAULT", failures.map(({ message }) => message).join(" "), {
    ...(first.hint !== undefined && { hint: first.hint }),
    cause: first,
  });
}

interface PemFile {
  readonly file: string;
  readonly pem: string;
}

/** The keys may be in any order: the one that fits is found. @throws the fault of the first. */
function ofFirstKey(certificate: PemFile, keys: readonly PemFile[]): Identity {
  let first: unknown;
  for (const key of keys) {
    try {
      return identityFromPem(certificate.pem, certificate.file, key.pem, key.file);
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}

/** Half a file must not take the place of a whole one. */
function readAuthorities(file: string): string {
  const pem = readPem("SSL_CLIENT_CA", file);
  if (certificatesIn(pem, file).length > 0) return pem;
  throw new OcciError("SETUP_FAULT", `SSL_CLIENT_CA: ${file} does not contain a certificate.`, {
    hint: "It must contain the certificates of the authorities in PEM form.",
  });
}

function readPem(variable: string, file: string): string {
  const hint = "The file must exist and be readable by the user that the server runs as (oneadmin).";
  return readSetting(variable, file, hint);
}
