/** Which characters XML 1.0 allows, and what its references mean. */
import { OcciError } from "../errors.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 does not allow exactly these, in any form
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

// Names of XML 1.0, fifth edition, beyond ASCII.
const NAME_START =
  "\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{2ff}\\u{370}-\\u{37d}\\u{37f}-\\u{1fff}\\u{200c}-\\u{200d}\\u{2070}-\\u{218f}" +
  "\\u{2c00}-\\u{2fef}\\u{3001}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{fffd}\\u{10000}-\\u{effff}";
const OTHER_NAME_START = new RegExp(`[${NAME_START}]`, "uy");
const OTHER_NAME_PART = new RegExp(`[${NAME_START}\\u{b7}\\u{300}-\\u{36f}\\u{203f}-\\u{2040}]`, "uy");
const ASCII_NAME_PART = new Uint8Array(128);
for (let code = 0; code < 128; code++)
  ASCII_NAME_PART[code] = /[-.:_0-9A-Za-z]/.test(String.fromCharCode(code)) ? 1 : 0;

/** Code units of a name; those of OpenNebula and of this server have a dozen. */
export const LONGEST_NAME = 1_000;

/**
 * The offset after the `Name` that begins at `start`; `start` itself when none does. A name that is too long
 * is read to one code unit more than `longest`.
 */
export function skipName(source: string, start: number, longest: number = LONGEST_NAME): number {
  const stop = Math.min(source.length, start + longest + 1);
  let offset = start;
  while (offset < stop) {
    const code = source.charCodeAt(offset);
    if (code < 0x80) {
      // Neither a digit nor `-` or `.` begins a name.
      if (ASCII_NAME_PART[code] !== 1 || (offset === start && code < 0x3a)) break;
      offset += 1;
    } else {
      const pattern = offset === start ? OTHER_NAME_START : OTHER_NAME_PART;
      pattern.lastIndex = offset;
      if (!pattern.test(source)) break;
      offset = pattern.lastIndex;
    }
  }
  return offset;
}

/** The offset after the blanks that begin at `start`. */
export function skipBlanks(source: string, start: number): number {
  for (let offset = start; ; offset += 1) {
    const code = source.charCodeAt(offset);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return offset;
  }
}

/** Whether the whole text is a `Name`. */
export function isName(text: string): boolean {
  return text !== "" && skipName(text, 0, text.length) === text.length;
}

/** A name without its namespace's prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** Digits of a reference to a character, zeros in front included. */
const LONGEST_NUMBER = 7;

const REPLACEMENT = 0xfffd;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** `line 3, column 7` of an offset, both counted from 1. */
export function position(source: string, offset: number): string {
  let line = 1;
  let start = 0;
  for (let at = 0; at < offset; at++) {
    if (source.charCodeAt(at) === 0x0a) {
      line += 1;
      start = at + 1;
    }
  }
  return `line ${line}, column ${offset - start + 1}`;
}

/** An INVALID_XML error that says where; nothing of the document is repeated in it. */
export function invalidXml(source: string, offset: number, what: string): OcciError {
  return new OcciError("INVALID_XML", `The XML is not well-formed: ${what} (${position(source, offset)}).`);
}

/** The offset of the first character that XML does not allow, -1 when there is none. */
export function findIllegalCharacter(source: string): number {
  return source.search(NOT_XML);
}

/** Whether a document may hold a code point. */
function isAllowed(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code < 0xd800 || (code > 0xdfff && code < 0xfffe) || (code > 0xffff && code <= 0x10ffff);
}

/** The value of a digit in a base of ten or sixteen; NaN for any other character. */
function digitOf(code: number, base: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = (code | 0x20) - 0x57;
  return base === 16 && letter >= 10 && letter < 16 ? letter : Number.NaN;
}

/** The code point of `#65` or `#x41`. */
function numberOf(text: string, start: number, end: number): number | undefined {
  const base = text[start + 1] === "x" ? 16 : 10;
  const first = start + (base === 16 ? 2 : 1);
  if (first === end || end - first > LONGEST_NUMBER) return undefined;
  let code = 0;
  for (let at = first; at < end; at++) code = code * base + digitOf(text.charCodeAt(at), base);
  return isAllowed(code) ? code : undefined;
}

/**
 * The code point of the reference whose name or number, without `&` and `;`, stands between two places.
 * @returns undefined when the entity is not one of the five, or the number not one of a character that XML allows.
 */
export function referenceAt(text: string, start: number, end: number): number | undefined {
  return text[start] === "#" ? numberOf(text, start, end) : ENTITIES.get(text.slice(start, end))?.charCodeAt(0);
}

// A search for single characters is ten times slower than these loops where there are many of them. The changed bytes
// are ASCII, which is the same in UTF-8, and the texts are legal ones: UTF-8 can carry them.

/** A document with its line breaks as XML wants them: LF. */
export function withPlainBreaks(source: string): string {
  if (!source.includes("\r")) return source;
  const bytes = Buffer.from(source);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte !== 0x0d) bytes[length++] = byte;
    else if (bytes[at + 1] !== 0x0a) bytes[length++] = 0x0a;
  }
  return bytes.toString("utf8", 0, length);
}

/** The value of an attribute, before its references are resolved: its blanks are spaces. */
export function withPlainBlanks(value: string): string {
  if (!/[\t\n]/.test(value)) return value;
  const bytes = Buffer.from(value);
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === 0x09 || bytes[at] === 0x0a) bytes[at] = 0x20;
  }
  return bytes.toString("utf8");
}

/** Text with its references resolved; the check before it has seen that all of them can be. */
export function decodeReferences(text: string): string {
  let decoded = "";
  let from = 0;
  for (let at = text.indexOf("&"); at >= 0; at = text.indexOf("&", from)) {
    const end = text.indexOf(";", at);
    if (end < 0) break;
    decoded += text.slice(from, at) + String.fromCodePoint(referenceAt(text, at + 1, end) ?? REPLACEMENT);
    from = end + 1;
  }
  return from === 0 ? text : decoded + text.slice(from);
}
