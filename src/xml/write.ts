/** The only place that emits `<` for clients: builds markup from names and values, and escapes the values. */
import { isName } from "./characters.ts";
import { isLong, replaced, replacements } from "./replace.ts";

/** Markup that is safe to put between tags: made by this file only. */
export type Markup = string & { readonly __markup: true };

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 cannot carry them, in any form
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu;
// Everything that needs a closer look; most texts hold none of it.
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const REMARKABLE = /[\u0000-\u001f&<>"\ud800-\udfff\ufffe\uffff]/;
const SPECIAL = /[&<>"\r]/g;
const ENTITY: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;" };

const ENTITIES = replacements(ENTITY);

/** Character data; what XML cannot carry becomes U+FFFD. */
export function escapeText(value: string): Markup {
  if (!REMARKABLE.test(value)) return value as Markup;
  const text = value.replace(NOT_XML, "\ufffd");
  return (isLong(text) ? replaced(text, ENTITIES) : text.replace(SPECIAL, (c) => ENTITY[c] as string)) as Markup;
}

/** An attribute value: as text, with tabs and newlines as references so that a parser keeps them. */
function escapeAttribute(value: string): string {
  if (!REMARKABLE.test(value)) return value;
  return escapeText(value).replace(/[\t\n]/g, (c) => (c === "\t" ? "&#9;" : "&#10;"));
}

/** The characters of nearly all names: 1 for letters and `_`, 2 for those that may follow the first. */
const PLAIN_NAME = new Uint8Array(128);
for (let code = 0; code < PLAIN_NAME.length; code++) {
  const character = String.fromCharCode(code);
  PLAIN_NAME[code] = /[A-Za-z_]/.test(character) ? 1 : /[-.0-9]/.test(character) ? 2 : 0;
}

/** False for some names, too: those that are not so plain. */
function isPlainName(name: string): boolean {
  if (PLAIN_NAME[name.charCodeAt(0)] !== 1) return false;
  for (let at = 1; at < name.length; at++) if (!PLAIN_NAME[name.charCodeAt(at)]) return false;
  return true;
}

// Names of CONTEXT variables and quotas are oned's: they were element names there and are so here, or it is a fault.
function checkName(name: string): void {
  if (!isPlainName(name) && !isName(name)) throw new Error("not a name for an XML element or attribute");
}

/** Name and value; those without a value are left out. */
type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Joins pieces of markup. */
export function join(pieces: readonly Markup[]): Markup {
  let all = "";
  for (const piece of pieces) all += piece;
  return all as Markup;
}

/**
 * An element.
 * @param content text (escaped here), markup from this file wrapped by `join`, or nothing for an empty element.
 * @throws Error for a name that XML does not allow: it came from a place that it should not come from.
 */
export function element(name: string, attributes: Attributes, content?: Markup): Markup {
  checkName(name);
  let list = "";
  for (const key in attributes) {
    const value = attributes[key];
    checkName(key);
    if (value !== undefined) list += ` ${key}="${typeof value === "number" ? value : escapeAttribute(value)}"`;
  }
  return (content === undefined ? `<${name}${list}/>` : `<${name}${list}>${content}</${name}>`) as Markup;
}

/** A start tag alone, for what is written piece by piece; `endTag` must follow. */
export function startTag(name: string): Markup {
  checkName(name);
  return `<${name}>` as Markup;
}

export function endTag(name: string): Markup {
  checkName(name);
  return `</${name}>` as Markup;
}

/** A text element for a value that may be absent: nothing then. */
export function optionalElement(name: string, value: string | number | undefined): Markup[] {
  return value === undefined ? [] : [textElement(name, value)];
}

/** An element that holds only text. */
export function textElement(name: string, value: string | number, attributes?: Attributes): Markup {
  const content = typeof value === "number" ? (String(value) as Markup) : escapeText(value);
  if (attributes !== undefined) return element(name, attributes, content);
  checkName(name);
  return `<${name}>${content}</${name}>` as Markup;
}
