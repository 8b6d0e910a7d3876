/**
 * Subjects as OpenNebula writes them in the password of an x509 user: OpenSSL's one line `/C=ES/O=One/CN=Alice Smith`
 * with `\20` for each blank. That form has no escapes of its own, so what could be read in two ways is refused.
 */
import type { X509Certificate } from "node:crypto";

/** @returns undefined for a subject that is empty or ambiguous. */
export function subjectOf(certificate: X509Certificate): string | undefined {
  return fromParts((certificate.subject ?? "").split("\n"));
}

/** A comma and a blank is what two lines of a header are joined by: no proxy writes it between two parts of a name. */
const NAMES_OF_RFC_2253 = /^(?:[^,\\ ]|\\.)(?:[^,\\]|\\.)*(?:,(?:[^,\\ ]|\\.)(?:[^,\\]|\\.)*)*$/s;
const TWO_LINES = /, +\/|, *$/;

/**
 * The subject in a proxy's header: one line already, or RFC 2253 (`CN=Alice Smith,O=One,C=ES`), in reverse order.
 * @returns undefined for a text that is not one subject: an empty part, or two lines of the header.
 */
export function subjectOfText(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith("/")) {
    return /[|\p{Cc}]/u.test(trimmed) || TWO_LINES.test(trimmed) ? undefined : escapeBlanks(trimmed);
  }
  if (!NAMES_OF_RFC_2253.test(trimmed)) return undefined;
  return fromParts((trimmed.match(/(?:[^,\\]|\\.)+/gs) ?? []).reverse());
}

const ONE_CERTIFICATE = /^\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/\s]+={0,2}\s*)-----END CERTIFICATE-----\s*$/;

/**
 * The certificate that a proxy hands on: PEM in one line, its line ends as blanks or percent-encoded.
 * @returns undefined when it is damaged, or not alone: with another certificate, a second line of the header.
 */
export function certificateOfText(text: string): X509Certificate | undefined {
  const decoded = /%[0-9A-F]{2}/i.test(text) ? decode(text) : text;
  const base64 = ONE_CERTIFICATE.exec(decoded)?.[1]?.replace(/\s+/g, "");
  if (base64 === undefined || base64.length % 4 !== 0) return undefined;
  try {
    const der = Buffer.from(base64, "base64");
    const { X509Certificate } = process.getBuiltinModule("node:crypto");
    const certificate = new X509Certificate(der);
    // The parser ignores bytes that follow the certificate in the same block.
    return certificate.raw.equals(der) ? certificate : undefined;
  } catch {
    return undefined;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** @param parts `TYPE=value` with the escapes of RFC 2253. */
function fromParts(parts: readonly string[]): string | undefined {
  const written: string[] = [];
  for (const part of parts) {
    const [, type, value] = /^([A-Za-z][A-Za-z0-9-]*|[0-9.]+)=(.*)$/s.exec(part) ?? [];
    // An unescaped plus joins two values.
    if (type === undefined || value === undefined || /(?<!\\)(?:\\\\)*\+/.test(value)) return undefined;
    const bytes = unescaped(value);
    const text = bytes.toString("latin1");
    // A text that reads as one of our own escapes could be another name.
    if (/\||\\(?:20|x[0-9A-F]{2})|\/[A-Za-z0-9.-]+=/.test(text)) return undefined;
    written.push(`/${type}=${escapeBlanks(printable(bytes))}`);
  }
  return written.length === 0 ? undefined : written.join("");
}

function unescaped(value: string): Buffer {
  const pieces = value.match(/\\[0-9A-Fa-f]{2}|\\.|[^\\]+/gs) ?? [];
  return Buffer.concat(
    pieces.map((piece) => {
      if (/^\\[0-9A-Fa-f]{2}$/.test(piece)) return Buffer.from(piece.slice(1), "hex");
      return Buffer.from(piece.startsWith("\\") ? piece.slice(1) : piece);
    }),
  );
}

/** As OpenSSL's one line shows other bytes. */
function printable(bytes: Buffer): string {
  return [...bytes]
    .map((byte) =>
      byte >= 0x20 && byte <= 0x7e
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).toUpperCase().padStart(2, "0")}`,
    )
    .join("");
}

function escapeBlanks(text: string): string {
  return text.replace(/\s/g, (blank) => `\\${blank.charCodeAt(0).toString(16)}`);
}
