/**
 * Text in headers. A header's characters are bytes (Latin-1) to HTTP; this dialect puts UTF-8 into them, as the clients
 * that send anything but ASCII do.
 */
import { invalid } from "../culprit.ts";

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** A text as the bytes of its UTF-8, each a character: what `Headers` accepts. */
export function toHeader(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}

/** Half of a character in what would be UTF-8 otherwise. */
const LONE_SURROGATE = /\xed[\xa0-\xbf][\x80-\xbf]/;

/**
 * The text whose UTF-8 bytes a header's characters are. Text that is not UTF-8 is taken unchanged.
 * @throws OcciError INVALID_REQUEST for a lone surrogate, which no answer can hold.
 */
export function fromHeader(value: string): string {
  if (isAscii(value)) return value;
  // The caller has already decoded it.
  for (let at = 0; at < value.length; at++) if (value.charCodeAt(at) > 0xff) return value;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(value, "latin1"));
  } catch {
    if (LONE_SURROGATE.test(value)) throw invalid("A header contains a lone surrogate.");
    return value;
  }
}
