/** The only place that emits `<` for clients: builds markup from names and values, and escapes the values. */

/** Markup that is safe to put between tags: made by this file only. */
export type Markup = string & { readonly __markup: true };

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 cannot carry them, in any form
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;
const SPECIAL = /[&<>"\r]/g;
const ENTITY: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;" };

/** Character data; what XML cannot carry becomes U+FFFD. */
export function escapeText(value: string): Markup {
  return value.replace(NOT_XML, "\ufffd").replace(SPECIAL, (c) => ENTITY[c] as string) as Markup;
}

/** An attribute value: as text, with tabs and newlines as references so that a parser keeps them. */
function escapeAttribute(value: string): string {
  return escapeText(value).replace(/[\t\n]/g, (c) => (c === "\t" ? "&#9;" : "&#10;"));
}

/** Joins pieces of markup. */
export function join(pieces: readonly Markup[]): Markup {
  return pieces.join("") as Markup;
}

/**
 * An element. `name` and attribute names come from the code, never from a user.
 * @param content text (escaped here), markup from this file wrapped by `join`, or nothing for an empty element.
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content?: Markup,
): Markup {
  let tag = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) tag += ` ${key}="${escapeAttribute(String(value))}"`;
  }
  return (content === undefined ? `${tag}/>` : `${tag}>${content}</${name}>`) as Markup;
}

/** An element that holds only text. */
export function textElement(name: string, value: string | number): Markup {
  return element(name, {}, escapeText(String(value)));
}
