/** The self-signed certificate: made and kept in STATE_DIR at the first start, made again when it no longer serves. */

import type { X509Certificate } from "node:crypto";
import { join } from "node:path";
import type { Config } from "../config/config.ts";
import { ipFamily } from "../ip-address.ts";
import { type Identity, identityFromPem, knownIdentity } from "./pem.ts";
import { keepFiles, readKept } from "./state-directory.ts";

const DAY = 24 * 60 * 60 * 1000;
/** Below the 825 days that some clients accept at most. */
const VALID_DAYS = 800;
const RENEW_DAYS = 30;
/** Clients whose clock is a little slow accept a new certificate too. */
const BACKDATED = DAY;

type Settings = Pick<Config, "server" | "stateDir">;

/** Key and certificate in one file, as the guide's `server.pem`: replaced by one rename, so they always match. */
export function selfSignedFile(config: Settings): string {
  return join(config.stateDir, "self-signed.pem");
}

/** The certificate alone, for copying to clients: `curl --cacert self-signed.crt`. */
export function selfSignedCertificateFile(config: Settings): string {
  return join(config.stateDir, "self-signed.crt");
}

export interface SelfSigned extends Identity {
  /** True when this call made it. */
  readonly made: boolean;
}

/**
 * The stored certificate. It is replaced by a new one if it is missing or damaged, does not contain the name SERVER, or
 * expires within 30 days.
 * @throws OcciError SETUP_FAULT when STATE_DIR cannot be read or written.
 */
export async function selfSigned(config: Settings, now: Date = new Date()): Promise<SelfSigned> {
  const kept = serving(config, now);
  // A copy would have the certificate examined.
  if (kept !== undefined) return Object.assign(kept, { made: false });
  const { key, cert } = await make(config.server, now);
  const identity = identityFromPem(key + cert, selfSignedFile(config));
  keep(config, identity, cert);
  return { ...identity, made: true };
}

/** Whether a start would make a new one. @throws OcciError SETUP_FAULT when the kept one cannot be read. */
export function isSelfSignedDue(config: Settings, now: Date): boolean {
  return serving(config, now) === undefined;
}

/**
 * The properties of a certificate, written in front of it when it was made, so that no later start needs to examine it
 * again.
 */
interface Facts {
  readonly server: string;
  /** When it expires, RFC 3339. */
  readonly until: string;
  /** The digest of everything that follows. */
  readonly sha256: string;
}

const FACTS = /^occi-server (\{.*\})\n/;

function digestOf(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("hex");
}

/** Undefined for a file of an earlier version, and for one that somebody has changed. */
function factsIn(text: string): { readonly facts: Facts; readonly pem: string } | undefined {
  const [line, written] = FACTS.exec(text) ?? [];
  if (line === undefined || written === undefined) return undefined;
  const pem = text.slice(line.length);
  try {
    const facts = JSON.parse(written) as Facts;
    return facts.sha256 === digestOf(pem) ? { facts, pem } : undefined;
  } catch {
    return undefined;
  }
}

/** The kept identity; undefined where a new one is due. @throws OcciError SETUP_FAULT when it cannot be read. */
function serving(config: Settings, now: Date): Identity | undefined {
  const file = selfSignedFile(config);
  const text = readKept(file, `The certificate ${file}`);
  if (text === undefined) return undefined;
  const found = factsIn(text);
  if (found?.facts.server === config.server) {
    const known = knownIdentity(found.pem, file, new Date(found.facts.until));
    if (known !== undefined) return endsSoon(known.until, now) ? undefined : known;
  }
  try {
    const identity = identityFromPem(text, file);
    return stillServes(identity.certificate, config.server, now) ? identity : undefined;
  } catch {
    return undefined; // it is damaged: a new one takes its place
  }
}

/** True within the last 30 days of a certificate. @param until when it expires. */
export function endsSoon(until: Date, now: Date): boolean {
  return until.getTime() - now.getTime() <= RENEW_DAYS * DAY;
}

function stillServes(certificate: X509Certificate, server: string, now: Date): boolean {
  const named = ipFamily(server) === undefined ? certificate.checkHost(server) : certificate.checkIP(server);
  return named !== undefined && !endsSoon(certificate.validToDate, now);
}

async function make(server: string, now: Date): Promise<{ key: string; cert: string }> {
  // Loaded only when a certificate is made: most starts find one.
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const names = [...new Set([server, "localhost", "127.0.0.1", "::1"])];
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [server] }],
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(now.getTime() - BACKDATED),
    notAfter: new Date(now.getTime() + VALID_DAYS * DAY),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: ipFamily(value) === undefined ? "dns" : "ip", value }) as const),
      ),
    ],
  });
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    key: `${x509.PemConverter.encode(key, "PRIVATE KEY")}\n`,
    cert: `${certificate.toString("pem")}\n`,
  };
}

function keep(config: Settings, { key, cert: chain, until }: Identity, cert: string): void {
  const pem = key + chain;
  const facts: Facts = { server: config.server, until: until.toISOString(), sha256: digestOf(pem) };
  const files = {
    [selfSignedFile(config)]: { text: `occi-server ${JSON.stringify(facts)}\n${pem}`, mode: 0o600 },
    [selfSignedCertificateFile(config)]: { text: cert, mode: 0o644 },
  };
  keepFiles(config.stateDir, files, `The self-signed certificate cannot be stored in ${config.stateDir}`);
}
