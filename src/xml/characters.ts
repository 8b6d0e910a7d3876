/** Which characters XML 1.0 allows, and what its references mean. */
import { OcciError } from "../errors.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these cannot stand in XML 1.0, in any form
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
 * The offset behind the `Name` that begins at `start`; `start` itself when none does. Of a name that is too long one
 * code unit more than `longest` is looked at.
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

/** The offset behind the blanks that begin at `start`. */
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
  return name.includes(":") ? name.slice(name.indexOf(":") + 1) : name;
}

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

/** The offset of the first character that cannot stand in XML, -1 when there is none. */
export function findIllegalCharacter(source: string): number {
  return source.search(NOT_XML);
}

function resolveNumber(reference: string): string | undefined {
  if (!/^#(?:[0-9]{1,7}|x[0-9A-Fa-f]{1,6})$/.test(reference)) return undefined;
  const code = reference.startsWith("#x") ? Number.parseInt(reference.slice(2), 16) : Number(reference.slice(1));
  if (code > 0x10ffff) return undefined;
  const character = String.fromCodePoint(code);
  return NOT_XML.test(character) ? undefined : character;
}

/**
 * The character of a reference without its `&` and `;`.
 * @returns undefined when the entity is not one of the five, or the number not one of a character that XML allows.
 */
export function resolveReference(reference: string): string | undefined {
  return ENTITIES.get(reference) ?? (reference.startsWith("#") ? resolveNumber(reference) : undefined);
}

const DROPPED = -1;

/** A text with each code unit replaced. A search for single characters is ten times slower where they are many. */
function translated(text: string, replacement: (code: number, next: number) => number): string {
  const codes = new Uint16Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const code = replacement(text.charCodeAt(at), text.charCodeAt(at + 1));
    if (code !== DROPPED) codes[length++] = code;
  }
  return Buffer.from(codes.buffer, 0, 2 * length).toString("utf16le");
}

/** A document with its line breaks as XML wants them: LF. */
export function withPlainBreaks(source: string): string {
  if (!source.includes("\r")) return source;
  return translated(source, (code, next) => (code !== 0x0d ? code : next === 0x0a ? DROPPED : 0x0a));
}

/** The value of an attribute, before its references are resolved: its blanks are spaces. */
export function withPlainBlanks(value: string): string {
  if (!/[\t\n]/.test(value)) return value;
  return translated(value, (code) => (code === 0x09 || code === 0x0a ? 0x20 : code));
}

/** Text with its references resolved; the check before it has seen that all of them can be. */
export function decodeReferences(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&([^;]*);/g, (whole, reference: string) => resolveReference(reference) ?? whole);
}
