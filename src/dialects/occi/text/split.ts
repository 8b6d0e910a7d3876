/** Splitting of lists whose items may hold quoted strings (GFD.229, 5: in quotes `,` and `;` are plain). */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Where the string that opens at `start` is closed; -1 where it is not. A backslash takes the next character with it. */
export function closingQuote(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return -1;
}

/** The last character of what opens at `at`, a string or a Link's target; where nothing opens, `at` itself. */
function endOfGroup(text: string, at: number, isTarget: boolean): number {
  const character = text[at];
  if (character === '"') {
    const end = closingQuote(text, at);
    // An open string takes the rest: its reader tells the client so.
    return end < 0 ? text.length : end;
  }
  return character === "<" && isTarget ? text.indexOf(">", at) : at;
}

/**
 * The items between separators that stand outside of quotes and, as Link targets may hold any character, outside of `<`
 * and `>` at an item's start. Trimmed; empty ones are left out, so that a separator may stand at the end.
 */
export function splitOutsideQuotes(text: string, separator: "," | ";"): string[] {
  const items: string[] = [];
  const push = (from: number, to: number) => {
    const item = text.slice(from, to).trim();
    if (item !== "") items.push(item);
  };
  let start = 0;
  let blank = true;
  // After the last `>` none is looked for again: else a megabyte of `<` would take minutes.
  const lastTarget = text.lastIndexOf(">");
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === separator) {
      push(start, at);
      start = at + 1;
      blank = true;
    } else {
      at = endOfGroup(text, at, blank && at < lastTarget);
      if (character !== " " && character !== "\t") blank = false;
    }
  }
  push(start, text.length);
  return items;
}
