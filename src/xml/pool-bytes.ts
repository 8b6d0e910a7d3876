/** The bytes of oned's pool answers as they stand in the envelope: every `<`, `>` and `&` of the document is encoded. */
import { OcciError } from "../errors.ts";

export const AMPERSAND = 0x26;
export const SLASH = 0x2f;
const SEMICOLON = 0x3b;
const LF = 0x0a;
const CR = 0x0d;

/** A fault of the answer at a byte of its payload. The payload itself is not repeated: it may hold what is private. */
export function damagedPool(what: string, offset: number): OcciError {
  return new OcciError("ONED_DAMAGED_ANSWER", `OpenNebula's answer is damaged: ${what} at byte ${offset}.`);
}

/** 1 for bytes that text cannot simply run over: `&`, `<`, `>` and the control characters that XML does not allow. */
export const STOPS = new Uint8Array(256);
for (let byte = 0; byte < 0x20; byte++) STOPS[byte] = byte === 0x09 || byte === LF || byte === CR ? 0 : 1;
for (const character of "&<>") STOPS[character.charCodeAt(0)] = 1;

/**
 * The same for a reader who wants to know of what is not plain ASCII, or is another character when it is decoded: there 2.
 */
export const REMARKABLE = STOPS.slice();
for (let byte = 0x7f; byte < 256; byte++) REMARKABLE[byte] = 2;
REMARKABLE[CR] = 2;

/** 1 for bytes of element names; what is not ASCII is left to the parser of the record. */
export const NAME_BYTES = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++)
  NAME_BYTES[byte] = byte >= 0x80 || /[-._0-9A-Za-z]/.test(String.fromCharCode(byte)) ? 1 : 0;

/** Whether `text`, given as bytes, stands at the offset. */
export function standsAt(bytes: Uint8Array, offset: number, text: Uint8Array): boolean {
  if (offset + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[offset + i] !== text[i]) return false;
  return true;
}

export interface Reference {
  readonly code: number;
  /** Bytes of the reference, `&` and `;` included. */
  readonly length: number;
}

function named(name: string, character: string): { readonly text: Uint8Array; readonly reference: Reference } {
  const text = Buffer.from(`&${name};`);
  return { text, reference: { code: character.charCodeAt(0), length: text.length } };
}

const LT = named("lt", "<");
const GT = named("gt", ">");
const AMP = named("amp", "&");
const APOS = named("apos", "'");
const QUOT = named("quot", '"');

function numericReference(bytes: Uint8Array, offset: number): Reference | undefined {
  const end = bytes.indexOf(SEMICOLON, offset);
  if (end < 0 || end - offset > 10) return undefined;
  const digits = String.fromCharCode(...bytes.subarray(offset + 2, end));
  const hexadecimal = /^x[0-9A-Fa-f]+$/.test(digits);
  if (!hexadecimal && !/^[0-9]+$/.test(digits)) return undefined;
  const code = hexadecimal ? Number.parseInt(digits.slice(1), 16) : Number(digits);
  const control = code < 0x20 && code !== 0x09 && code !== LF && code !== CR;
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  if (control || surrogate || code > 0x10ffff || code === 0xfffe || code === 0xffff) return undefined;
  // oned never writes these so; as numbers they would hide a tag from the scanner.
  if (code === 0x26 || code === 0x3c || code === 0x3e) return undefined;
  return { code, length: end - offset + 1 };
}

function namedReference(bytes: Uint8Array, offset: number, candidate: typeof LT): Reference | undefined {
  return standsAt(bytes, offset, candidate.text) ? candidate.reference : undefined;
}

/** The reference at an `&`; undefined when there is none that XML knows. Called for every tag: it makes no garbage. */
export function referenceAt(bytes: Uint8Array, offset: number): Reference | undefined {
  switch (bytes[offset + 1]) {
    case 0x6c: // l
      return namedReference(bytes, offset, LT);
    case 0x67: // g
      return namedReference(bytes, offset, GT);
    case 0x61: // a
      return namedReference(bytes, offset, AMP) ?? namedReference(bytes, offset, APOS);
    case 0x71: // q
      return namedReference(bytes, offset, QUOT);
    case 0x23: // #
      return numericReference(bytes, offset);
  }
  return undefined;
}

const LETTER_L = 0x6c;
const LETTER_G = 0x67;
const LETTER_T = 0x74;
const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const ANGLE_LENGTH = 4;

/** Whether `&lt;` or `&gt;` stands at an offset. */
function isAngle(bytes: Uint8Array, offset: number): boolean {
  const letter = bytes[offset + 1];
  return (
    (letter === LETTER_L || letter === LETTER_G) &&
    bytes[offset] === AMPERSAND &&
    bytes[offset + 2] === LETTER_T &&
    bytes[offset + 3] === SEMICOLON
  );
}

// Shared by all calls: each fills and reads it without giving the event loop a turn in between.
const scratch = Buffer.allocUnsafe(256 * 1024);

function putCharacter(target: Buffer, offset: number, code: number): number {
  if (code < 0x80) {
    target[offset] = code;
    return offset + 1;
  }
  return offset + target.write(String.fromCodePoint(code), offset);
}

/**
 * Decodes a part of the payload once: references become characters, line ends LF.
 * @throws OcciError ONED_DAMAGED_ANSWER for a malformed or unknown reference.
 */
export function decodeSlice(bytes: Uint8Array, start: number, end: number): string {
  // Few records are larger: these get a buffer of their own, which is not kept.
  const target = end - start <= scratch.length ? scratch : Buffer.allocUnsafe(end - start);
  let length = 0;
  let offset = start;
  while (offset < end) {
    const byte = bytes[offset] as number;
    if (byte !== AMPERSAND && byte !== CR) {
      target[length++] = byte;
      offset += 1;
    } else if (isAngle(bytes, offset) && offset + ANGLE_LENGTH <= end) {
      // Nearly all of them stand for the tags.
      target[length++] = bytes[offset + 1] === LETTER_L ? LESS_THAN : GREATER_THAN;
      offset += ANGLE_LENGTH;
    } else if (byte === AMPERSAND) {
      const reference = referenceAt(bytes, offset);
      if (reference === undefined || offset + reference.length > end) throw damagedPool("a faulty reference", offset);
      length = putCharacter(target, length, reference.code);
      offset += reference.length;
    } else {
      target[length++] = LF;
      offset += bytes[offset + 1] === LF ? 2 : 1;
    }
  }
  return target.toString("utf8", 0, length);
}
