/**
 * Titles. oned's names refuse many characters, and some of its releases line breaks: an object is named by a cleaned
 * copy, and what the user wrote is noted beside it, where nobody but OCCI looks.
 */
import { OcciError } from "../../errors.ts";
import type { TemplateEntries } from "../../opennebula/template-writer.ts";
import { maySeparate } from "../context-separator.ts";

const TITLE = "OCCI_TITLE";
/** Texts that oned cannot store, or changes: blanks at the ends, CR, control characters, beyond the BMP. */
const TITLE_BASE64 = "OCCI_TITLE_BASE64";
const LONGEST = 1024;
/** Base64 of LONGEST characters of UTF-16. */
const LONGEST_ENCODED = Math.ceil((2 * LONGEST) / 3) * 4;
const NAME_BYTES = 128;

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are replaced
const NOT_IN_NAMES = /[&|:\\";/'#{}$<>\u0000-\u001f\u007f\ufffe\uffff]|[\ud800-\udfff]/g;

/** A name that oned takes, as like the title as can be; undefined when nothing is left of it. */
export function nameFor(title: string): string | undefined {
  const cleaned = title.replace(NOT_IN_NAMES, " ").replace(/\s+/g, " ").trim();
  const short = cut(cleaned, NAME_BYTES).trim();
  // CONTEXT of a template may hold $NAME.
  const name = maySeparate(short) ? short.replace(/[\^\s]+/g, " ").trim() : short;
  return name === "" ? undefined : name;
}

/** As much of a text as fits into so many bytes. */
export function cut(text: string, bytes: number): string {
  let kept = "";
  for (const character of text) {
    if (Buffer.byteLength(kept + character) > bytes) break;
    kept += character;
  }
  return kept;
}

/** Whether oned gives a text back as it was, from either form of its templates: one cannot end with a backslash. */
export function survives(text: string): boolean {
  if (maySeparate(text)) return false;
  return text === text.trim() && nameFor(text) !== undefined && !/[\r\n]|\]\]>|\\$/.test(text) && isPlain(text);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are looked for
const isPlain = (text: string): boolean => !/[\u0000-\u001f\u007f\ufffe\uffff]|[\ud800-\udfff]/.test(text);

/**
 * The notes about a title that the name alone does not show. Both names are given, so that an older note is replaced.
 * @throws OcciError INVALID_REQUEST for more than 1024 characters.
 */
export function titleNotes(title: string): TemplateEntries {
  if (title.length > LONGEST) {
    throw new OcciError("INVALID_REQUEST", `occi.core.title is longer than ${LONGEST} characters.`);
  }
  if (title === nameFor(title)) return [];
  return survives(title) ? [[TITLE, title]] : [[TITLE_BASE64, Buffer.from(title, "utf16le").toString("base64")]];
}

/** The same for an object that may have another title: blank takes back what is not so any more. */
export function titleNotesOver(title: string, notes: ReadonlyMap<string, string>): TemplateEntries {
  const wanted = titleNotes(title);
  const old = [TITLE, TITLE_BASE64].filter((name) => (notes.get(name) ?? "") !== "");
  return [
    ...wanted,
    ...old.filter((name) => !wanted.some(([other]) => other === name)).map((name) => [name, ""] as const),
  ];
}

/** The title of an object: as noted, unless somebody has renamed it since. */
export function titleOf(name: string, notes: ReadonlyMap<string, string>): string {
  const encoded = notes.get(TITLE_BASE64) ?? "";
  // Not of this server's making.
  if (encoded.length > LONGEST_ENCODED || (notes.get(TITLE)?.length ?? 0) > LONGEST) return name;
  const note = encoded === "" ? (notes.get(TITLE) ?? "") : Buffer.from(encoded, "base64").toString("utf16le");
  if (note === "") return name;
  const own = nameFor(note);
  if (own === undefined || name === own) return note;
  // If the name was taken, the copy got some further characters.
  return SUFFIX.test(name) && own.startsWith(name.replace(SUFFIX, "")) ? note : name;
}

const SUFFIX = /-[0-9a-f]{8}$/;
const SUFFIX_LENGTH = 9;

/** The name again, with what makes it differ from one that is taken. */
export function anotherName(name: string): string {
  const suffix = `-${Buffer.from(crypto.getRandomValues(new Uint8Array(4))).toString("hex")}`;
  return (nameFor(cut(name, NAME_BYTES - SUFFIX_LENGTH)) ?? "") + suffix;
}
