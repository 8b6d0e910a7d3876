/** Which characters XML 1.0 allows, and what its references mean. */
import { OcciError } from "../errors.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these cannot stand in XML 1.0, in any form
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

/** A `Name` of XML 1.0, fifth edition. */
export const NAME_PATTERN =
  "[:A-Z_a-z\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{2ff}\\u{370}-\\u{37d}\\u{37f}-\\u{1fff}\\u{200c}-\\u{200d}\\u{2070}-\\u{218f}\\u{2c00}-\\u{2fef}\\u{3001}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{fffd}\\u{10000}-\\u{effff}]" +
  "[-.0-9:A-Z_a-z\\u{b7}\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{37d}\\u{37f}-\\u{1fff}\\u{200c}-\\u{200d}\\u{203f}-\\u{2040}\\u{2070}-\\u{218f}\\u{2c00}-\\u{2fef}\\u{3001}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{fffd}\\u{10000}-\\u{effff}]*";

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** `line 3, column 7` of an offset, both counted from 1. */
export function position(source: string, offset: number): string {
  const before = source.slice(0, offset);
  const lines = before.split("\n");
  return `line ${lines.length}, column ${(lines.at(-1) ?? "").length + 1}`;
}

/** An INVALID_XML error that says where; nothing of the document is repeated in it. */
export function invalidXml(source: string, offset: number, what: string): OcciError {
  return new OcciError("INVALID_XML", `The XML is not well-formed: ${what} (${position(source, offset)}).`);
}

/** The offset of the first character that cannot stand in XML, -1 when there is none. */
export function findIllegalCharacter(source: string): number {
  return source.search(NOT_XML);
}

/**
 * The character of a reference without its `&` and `;`.
 * @returns undefined when the entity is not one of the five, or the number not one of a character that XML allows.
 */
export function resolveReference(reference: string): string | undefined {
  if (!reference.startsWith("#")) return ENTITIES.get(reference);
  if (!/^#(?:[0-9]{1,7}|x[0-9A-Fa-f]{1,6})$/.test(reference)) return undefined;
  const code = reference.startsWith("#x") ? Number.parseInt(reference.slice(2), 16) : Number(reference.slice(1));
  if (code > 0x10ffff) return undefined;
  const character = String.fromCodePoint(code);
  return NOT_XML.test(character) ? undefined : character;
}

/** Text with its references resolved; the check before it has seen that all of them can be. */
export function decodeReferences(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&([^;]*);/g, (whole, reference: string) => resolveReference(reference) ?? whole);
}
