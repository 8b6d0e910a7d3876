/** Splitting of lists whose items may hold quoted strings (GFD.229, 5: in quotes `,` and `;` are plain). */

import type { Counter } from "../limits.ts";

export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
const LESS = 0x3c;

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** Characters of a string that are looked at one by one before the engine is asked. */
const SHORT = 32;

/** Whether the quote at a place is escaped, as far as that is decided between there and `from`, where nothing is. */
function isEscaped(text: string, quote: number, from: number): boolean {
  let backslashes = 0;
  while (quote - backslashes > from && text.charCodeAt(quote - backslashes - 1) === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}

/** Where the string that opens at `start` is closed; -1 where it is not. A backslash takes the next character with it. */
export function closingQuote(text: string, start: number): number {
  for (let at = start + 1, looked = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (++looked < SHORT) {
      if (code === BACKSLASH) at++;
      continue;
    }
    // In a long string the engine finds the next quote many times faster.
    const quote = text.indexOf('"', at);
    if (quote < 0 || !isEscaped(text, quote, at)) return quote;
    at = quote;
    looked = 0;
  }
  return -1;
}

/**
 * The items between separators that stand outside of quotes and, as Link targets may hold any character, outside of `<`
 * and `>` at an item's start. Trimmed; empty ones are left out, so that a separator may stand at the end. Nothing behind
 * the item that was taken last is looked at.
 */
export class Items {
  readonly #text: string;
  readonly #separator: string;
  readonly #counter: Counter | undefined;
  readonly #counted: "items" | "parameters";
  readonly #lastTarget: number;
  #at = 0;
  /** Where the next ones are: looked for once, not from each item on. */
  #nextSeparator = -1;
  #nextQuote = -1;

  /** @param counter counts them, empty ones too: as items where they are separated by commas, else as parameters. */
  constructor(text: string, separator: "," | ";", counter?: Counter) {
    this.#text = text;
    this.#separator = separator;
    this.#counter = counter;
    this.#counted = separator === "," ? "items" : "parameters";
    // After the last `>` none is looked for again: else a megabyte of `<` would take minutes.
    this.#lastTarget = text.lastIndexOf(">");
  }

  /**
   * The next one; undefined when there are no more.
   * @throws OcciError TOO_LARGE for one too many.
   */
  next(): string | undefined {
    while (this.#at <= this.#text.length) {
      this.#counter?.count(this.#counted);
      const end = this.#endOfItem();
      const item = this.#text.slice(this.#at, end).trim();
      this.#at = end + 1;
      if (item !== "") return item;
    }
    return undefined;
  }

  /** At a separator, or with the text. */
  #endOfItem(): number {
    let at = this.#at;
    while (isBlank(this.#text.charCodeAt(at))) at++;
    if (this.#text.charCodeAt(at) === LESS && at < this.#lastTarget) at = this.#text.indexOf(">", at);
    for (;;) {
      if (this.#nextSeparator < at) this.#nextSeparator = this.#find(this.#separator, at);
      if (this.#nextQuote < at) this.#nextQuote = this.#find('"', at);
      if (this.#nextSeparator <= this.#nextQuote) return this.#nextSeparator;
      // Those of parameters were counted with their items.
      if (this.#counted === "items") this.#counter?.count("strings");
      at = closingQuote(this.#text, this.#nextQuote) + 1;
      // An open string takes the rest: its reader tells the client so.
      if (at === 0) return this.#text.length;
    }
  }

  /** The place of the next such character, the text's end where there is none. */
  #find(character: string, from: number): number {
    const at = this.#text.indexOf(character, from);
    return at < 0 ? this.#text.length : at;
  }
}
