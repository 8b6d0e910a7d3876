/** Private key and certificate chain out of PEM text, in any order. */
import type { KeyObject, X509Certificate } from "node:crypto";
import { messageOf, OcciError } from "../errors.ts";

/** The identity of a TLS server: its key, its certificate and the chain that a client needs to trust it. */
export interface Identity {
  /** PEM. */
  readonly key: string;
  /** PEM, the server's certificate first. */
  readonly cert: string;
  readonly certificate: X509Certificate;
  /** When the certificate expires. */
  readonly until: Date;
  /** SHA-256, as `AB:CD:...`. */
  readonly fingerprint: string;
  /** Whether it was made just now, and signed by itself. */
  readonly made?: boolean;
  /** Where it was read from. */
  readonly file: string;
}

export interface Link {
  readonly pem: string;
  readonly x509: X509Certificate;
}

/** Loaded where it is used: it brings streams of Node's with it. */
const nodeCrypto = () => process.getBuiltinModule("node:crypto");

function fault(message: string, hint: string, cause?: unknown): OcciError {
  return new OcciError("SETUP_FAULT", message, { hint, cause });
}

function blocks(pem: string, label: RegExp): string[] {
  const found = pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g);
  return [...found].filter((match) => label.test(match[1] as string)).map((match) => `${match[0]}\n`);
}

/**
 * Reads key and certificates.
 * @param certPem certificates, and the key when `keyPem` is not given (the guide's `server.pem` has the key first).
 * @param certFile, keyFile names for the messages.
 * @throws OcciError SETUP_FAULT when a part is missing, damaged, protected by a passphrase, or does not match.
 */
export function identityFromPem(certPem: string, certFile: string, keyPem = certPem, keyFile = certFile): Identity {
  const keyBlock = blocks(keyPem, /PRIVATE KEY$/)[0];
  if (keyBlock === undefined) {
    throw fault(
      `${keyFile} does not contain a private key.`,
      "SSL_KEY, or SSL_CERT itself, must contain a key in PEM form.",
    );
  }
  const chain = certificatesIn(certPem, certFile);
  if (chain.length === 0) {
    throw fault(`${certFile} does not contain a certificate.`, "SSL_CERT must contain certificates in PEM form.");
  }
  const key = parseKey(keyBlock, keyFile);
  const own = chain.find(({ x509 }) => x509.checkPrivateKey(key));
  if (own === undefined) {
    throw fault(
      `The private key in ${keyFile} does not match the certificate in ${certFile}.`,
      "SSL_CERT and SSL_KEY must belong to the same certificate.",
    );
  }
  return {
    key: keyBlock,
    cert: inOrder(chain, own),
    certificate: own.x509,
    until: own.x509.validToDate,
    fingerprint: own.x509.fingerprint256,
    file: certFile,
  };
}

/**
 * The same of a text that this has accepted before: the certificate is examined when somebody asks for it.
 * @param until when it expires.
 * @returns undefined for another text.
 */
export function knownIdentity(pem: string, file: string, until: Date): Identity | undefined {
  const [key] = blocks(pem, /PRIVATE KEY$/);
  const [own, ...others] = blocks(pem, /^CERTIFICATE$/);
  if (key === undefined || own === undefined) return undefined;
  let examined: X509Certificate | undefined;
  return {
    key,
    cert: [own, ...others].join(""),
    get certificate() {
      examined ??= parse(own, file);
      return examined;
    },
    until,
    fingerprint: fingerprintOf(own),
    file,
  };
}

/** As `fingerprint256` of Node's certificates. */
function fingerprintOf(block: string): string {
  const der = Buffer.from(block.replace(/-----[^-]+-----|\s/g, ""), "base64");
  const digest = new Bun.CryptoHasher("sha256").update(der).digest("hex").toUpperCase();
  return (digest.match(/../g) ?? []).join(":");
}

/** All certificates of a text. @throws OcciError SETUP_FAULT when one is damaged. */
export function certificatesIn(pem: string, file: string): Link[] {
  return blocks(pem, /^(X509 )?CERTIFICATE$/).map((block) => ({ pem: block, x509: parse(block, file) }));
}

/** The server's certificate, its issuer, that one's issuer, ...; what belongs nowhere goes last. */
function inOrder(chain: readonly Link[], own: Link): string {
  const ordered = [own];
  const left = new Set(chain);
  left.delete(own);
  for (let next: Link | undefined = own; next !== undefined; ) {
    const last: Link = next;
    next = [...left].find((link) => last.x509.checkIssued(link.x509));
    if (next === undefined) break;
    ordered.push(next);
    left.delete(next);
  }
  return [...ordered, ...left].map(({ pem }) => pem).join("");
}

function parse(pem: string, file: string): X509Certificate {
  try {
    const { X509Certificate } = nodeCrypto();
    return new X509Certificate(pem);
  } catch (cause) {
    throw fault(`A certificate in ${file} is damaged: ${messageOf(cause)}.`, "Copy the file again.", cause);
  }
}

function parseKey(pem: string, file: string): KeyObject {
  if (/BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(pem)) {
    throw fault(
      `The private key in ${file} is protected by a passphrase.`,
      "A service cannot enter it: write the key without one, `openssl pkey -in KEY -out NEWKEY`.",
    );
  }
  try {
    return nodeCrypto().createPrivateKey(pem);
  } catch (cause) {
    throw fault(`The private key in ${file} is damaged: ${messageOf(cause)}.`, "Copy the file again.", cause);
  }
}

/** The host names of a certificate, which may begin with `*.`; of one without any its common name. */
export function namesOf(certificate: X509Certificate): string[] {
  const alternative = [...(certificate.subjectAltName ?? "").matchAll(/(?:^|, )DNS:([^,\s"]+)/g)];
  const names = alternative.length > 0 ? alternative : [...certificate.subject.matchAll(/^CN=(.+)$/gm)];
  return [...new Set(names.map(([, name = ""]) => name.toLowerCase()))];
}
