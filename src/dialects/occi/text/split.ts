/** Splitting of lists whose items may hold quoted strings (GFD.229, 5: in quotes `,` and `;` are plain). */

import type { Counter } from "../limits.ts";

export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
const LESS = 0x3c;
const SPACE = 0x20;
const TAB = 0x09;

/** Where the string that opens at `start` is closed; -1 where it is not. A backslash takes the next character with it. */
export function closingQuote(text: string, start: number): number {
  // Most strings have no backslash: then the first quote is it, and the engine finds that one many times faster.
  const first = text.indexOf('"', start + 1);
  if (first < 0 || text.charCodeAt(first - 1) !== BACKSLASH) return first;
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return -1;
}

/** Where the item that begins at `start` ends: at a separator, or with the text. */
function endOfItem(text: string, start: number, separator: number, lastTarget: number): number {
  let blank = true;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === separator) return at;
    if (code === QUOTE) {
      at = closingQuote(text, at);
      // An open string takes the rest: its reader tells the client so.
      if (at < 0) return text.length;
    } else if (code === LESS && blank && at < lastTarget) {
      at = text.indexOf(">", at);
    }
    if (code !== SPACE && code !== TAB) blank = false;
  }
  return text.length;
}

/**
 * The items between separators that stand outside of quotes and, as Link targets may hold any character, outside of `<`
 * and `>` at an item's start. Trimmed; empty ones too. Nothing behind the item that was taken last is looked at.
 */
export function* piecesOutsideQuotes(text: string, separator: "," | ";"): Generator<string> {
  const code = separator.charCodeAt(0);
  // After the last `>` none is looked for again: else a megabyte of `<` would take minutes.
  const lastTarget = text.lastIndexOf(">");
  for (let start = 0; start <= text.length; ) {
    const end = endOfItem(text, start, code, lastTarget);
    yield text.slice(start, end).trim();
    start = end + 1;
  }
}

/**
 * The same without empty ones, so that a separator may stand at the end; all are counted.
 * @throws OcciError TOO_LARGE, when the item is taken that is one too many.
 */
export function* splitOutsideQuotes(text: string, separator: "," | ";", counter: Counter): Generator<string> {
  for (const piece of piecesOutsideQuotes(text, separator)) {
    counter.count("items");
    if (piece !== "") yield piece;
  }
}
