/**
 * The only place that writes OpenNebula's template syntax, in its two forms:
 *
 * - text, `NAME = "value"`: what operators write, so whole VM and network templates are in it. Its only escape is `\"`,
 *   so a value whose last character is a backslash cannot be carried, and `]]>` is refused by oned's lexer.
 * - XML: what this program writes by itself (images, updates, disks, NICs, capacity). Escaping is exact, but oned drops
 *   elements without text and still refuses `]]>`.
 *
 * Observed on oned 6.10 and 7.4; both take either form wherever they take a template.
 */

import { OcciError } from "../errors.ts";
import { type Named, say } from "../wording.ts";
import { withPlainBreaks } from "../xml/characters.ts";
import { isLong, replaced, replacements } from "../xml/replace.ts";
import { join, type Markup, element as markup, textElement } from "../xml/write.ts";
import { CHARACTER_HINT, refusedCharacter } from "./characters.ts";

/** Attributes of a vector such as DISK or NIC, in order. */
export type TemplateVector = readonly (readonly [name: string, value: string | number])[];
/** A template in order; a name may come more than once. Names are from the code, never from a user. */
export type TemplateEntries = readonly (readonly [name: string, value: string | number | TemplateVector])[];

/** The name of a value in an error; a function where it is costly to find. */
export type FieldName = Named | (() => Named);

const ATTRIBUTE_NAME = /^[A-Z_][A-Z0-9_]*$/;

/**
 * The value as oned will have it: line ends as LF, which is what oned makes of CR and CR LF.
 * @throws OcciError INVALID_CHARACTER for characters that oned cannot carry in any form.
 */
export function checkCharacters(value: string, field: FieldName): string {
  const bad = refusedCharacter(value);
  if (bad !== undefined) {
    const message = say`${named(field)} holds the character ${bad}, which OpenNebula cannot store.`;
    throw new OcciError("INVALID_CHARACTER", message, { hint: CHARACTER_HINT });
  }
  if (value.includes("]]>")) {
    throw new OcciError("INVALID_CHARACTER", say`${named(field)} holds "]]>", which OpenNebula cannot store.`);
  }
  return withPlainBreaks(value);
}

const QUOTES = replacements({ '"': '\\"' });

/**
 * The inside of a quoted value in the text form.
 * @throws OcciError INVALID_CHARACTER naming `field` for what the text form cannot carry.
 */
export function escapeQuoted(value: string, field: FieldName): string {
  const text = checkCharacters(value, field);
  if (text.endsWith("\\")) {
    throw new OcciError(
      "INVALID_CHARACTER",
      say`${named(field)} ends with a backslash, which OpenNebula's templates cannot hold.`,
      {
        hint: "Add any character, such as a blank, after it.",
      },
    );
  }
  return isLong(text) ? replaced(text, QUOTES) : text.replaceAll('"', '\\"');
}

/** A value of the text form with its quotes; see `escapeQuoted`. @param name of the attribute, for an error. */
export function quote(value: string | number, name: string): string {
  return `"${escapeQuoted(String(value), { attribute: name })}"`;
}

/**
 * The text form.
 * @throws OcciError INVALID_CHARACTER naming the attribute whose value cannot be carried.
 */
export function textTemplate(entries: TemplateEntries): string {
  const lines = entries.map(([name, value]) => {
    if (typeof value !== "object") return `${attribute(name)} = ${quote(value, name)}\n`;
    const members = value.map(([key, member]) => `${attribute(key)} = ${quote(member, `${name}/${key}`)}`);
    return `${attribute(name)} = [ ${members.join(", ")} ]\n`;
  });
  return lines.join("");
}

/**
 * The XML form. Values must not be blank, for oned drops those; `template` takes care of that.
 * @throws OcciError INVALID_CHARACTER naming the attribute whose value cannot be carried.
 */
export function xmlTemplate(entries: TemplateEntries): string {
  const children = entries.map(([name, value]) => {
    if (typeof value !== "object") return xmlAttribute(name, value, name);
    const members = value.map(([key, member]) => xmlAttribute(key, member, `${name}/${key}`));
    return markup(attribute(name), {}, join(members));
  });
  return markup("TEMPLATE", {}, join(children));
}

/**
 * A template in the form that can carry all of its values: XML, or text where a value is blank (`DESCRIPTION=""` clears
 * a description; the same in XML would be dropped).
 * @throws OcciError INVALID_CHARACTER naming the attribute whose value cannot be carried.
 */
export function template(entries: TemplateEntries): string {
  const values = entries.flatMap(([, value]) =>
    typeof value === "object" ? value.map(([, member]) => member) : [value],
  );
  return values.some((value) => String(value).trim() === "") ? textTemplate(entries) : xmlTemplate(entries);
}

/**
 * A whole template, in either form, with one attribute more at its end.
 * @throws OcciError INVALID_CHARACTER naming the attribute whose value cannot be carried.
 */
export function withAttribute(whole: string, name: string, value: string): string {
  const end = whole.lastIndexOf("</TEMPLATE>");
  if (!whole.trimStart().startsWith("<") || end < 0) return `${whole}\n${textTemplate([[name, value]])}`;
  return `${whole.slice(0, end)}${xmlAttribute(name, value, name)}${whole.slice(end)}`;
}

function xmlAttribute(name: string, value: string | number, path: string): Markup {
  return textElement(attribute(name), checkCharacters(String(value), { attribute: path }));
}

function named(field: FieldName): Named {
  return typeof field === "function" ? field() : field;
}

/** Names are written by programmers: a bad one is a fault of this program, not of the request. */
function attribute(name: string): string {
  if (!ATTRIBUTE_NAME.test(name)) throw new Error(`not a template attribute name: ${name}`);
  return name;
}
