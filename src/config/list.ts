/** `[NAME=small, TEMPLATE=small.erb]`: the list of OpenNebula's old configuration files, over as many lines as it likes. */
import { SyntaxFault } from "./cursor.ts";
import type { Place } from "./fault.ts";
import { readWord, type Scope } from "./word.ts";

export interface Pair extends Place {
  /** As written. */
  readonly name: string;
  readonly value: string;
}

const SPACE = /(?:[ \t\n]|\\\n|#[^\n]*)*/y;
const KEY = /[A-Za-z_][A-Za-z0-9_]*/y;
const EXAMPLE = "[NAME=small, TEMPLATE=small.eta]";

/**
 * Reads the list at the cursor, which stands at `[`, and steps over it.
 * @param isOption tells the names of options: one of them inside a list means that `]` was forgotten.
 * @throws SyntaxFault.
 */
export function readList(scope: Scope, isOption: (name: string) => boolean): Pair[] {
  const { cursor } = scope;
  const start = cursor.offset++;
  const pairs: Pair[] = [];
  for (;;) {
    cursor.match(SPACE);
    const offset = cursor.offset;
    if (cursor.peek() === "]") break;
    if (cursor.peek() === "") throw unclosed(start);
    const name = cursor.match(KEY);
    if (name === undefined) throw new SyntaxFault(offset, `a name is expected here`, `write ${EXAMPLE}`);
    const lineStart = cursor.text.lastIndexOf("\n", offset);
    if (isOption(name) && lineStart > start && /^\s*$/.test(cursor.text.slice(lineStart, offset))) {
      throw unclosed(start, lineStart);
    }
    cursor.match(SPACE);
    if (cursor.peek() !== "=") throw new SyntaxFault(cursor.offset, `= is expected after ${name}`, `write ${EXAMPLE}`);
    cursor.offset++;
    cursor.match(SPACE);
    pairs.push({ name, value: readWord(scope, "item"), ...cursor.place(offset) });
    cursor.match(SPACE);
    if (cursor.peek() === ",") cursor.offset++;
    else if (cursor.peek() === "") throw unclosed(start);
    else if (cursor.peek() !== "]") {
      throw new SyntaxFault(cursor.offset, ", or ] is expected here", `put a value with blanks into quotes`);
    }
  }
  cursor.offset++;
  return pairs;
}

/** @param lineEnd end of the line before an option: reading goes on there. */
function unclosed(start: number, lineEnd = start): SyntaxFault {
  return new SyntaxFault(start, "[ is never closed", `write ${EXAMPLE}`, lineEnd);
}
