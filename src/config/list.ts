/**
 * `[NAME=small, TEMPLATE=small.erb]`: the list of OpenNebula's old configuration files, over as many lines as it likes.
 */
import { type Cursor, SyntaxFault } from "./cursor.ts";
import type { Place } from "./fault.ts";
import { readWord, type Scope } from "./word.ts";

export interface Pair extends Place {
  /** As written. */
  readonly name: string;
  readonly value: string;
}

const SPACE = /(?:[ \t\n]|\\\n|#[^\n]*)*/y;
const KEY = /[A-Za-z_][A-Za-z0-9_]*/y;
const ASSIGNED = /[A-Za-z_][A-Za-z0-9_]*(?==)/y;
/** The example in a hint about a list that is a type of machines. */
const TYPE_EXAMPLE = "[NAME=small, TEMPLATE=small.eta]";

/**
 * Reads the list at the cursor, which is at `[`, and steps over it.
 * @param isOption knows the names of options: one of them inside a list means that `]` was forgotten.
 * @param example a list for hints. @throws SyntaxFault.
 */
export function readList(scope: Scope, isOption: (name: string) => boolean, example = TYPE_EXAMPLE): Pair[] {
  const { cursor } = scope;
  const start = cursor.offset++;
  const pairs: Pair[] = [];
  for (;;) {
    cursor.match(SPACE);
    const offset = cursor.offset;
    if (startsOption(cursor, isOption)) throw unclosed(start, lineEnd(cursor), example);
    if (cursor.peek() === "]") break;
    if (cursor.peek() === "") throw unclosed(start, offset, example);
    const name = cursor.match(KEY);
    if (name === undefined) throw new SyntaxFault(offset, `a name is expected here`, `write ${example}`);
    cursor.match(SPACE);
    if (cursor.peek() !== "=") throw new SyntaxFault(cursor.offset, `= is expected after ${name}`, `write ${example}`);
    cursor.offset++;
    cursor.match(SPACE);
    pairs.push({ name, value: readWord(scope, "item"), ...cursor.place(offset) });
    cursor.match(SPACE);
    if (cursor.peek() === ",") cursor.offset++;
    else if (cursor.peek() !== "" && cursor.peek() !== "]" && !startsOption(cursor, isOption)) {
      throw new SyntaxFault(cursor.offset, ", or ] is expected here", `put a value that contains blanks in quotes`);
    }
  }
  cursor.offset++;
  return pairs;
}

/** True at an assignment to an option at the start of a line. */
function startsOption(cursor: Cursor, isOption: (name: string) => boolean): boolean {
  const { offset } = cursor;
  const name = cursor.match(ASSIGNED);
  cursor.offset = offset;
  if (name === undefined || !isOption(name)) return false;
  return cursor.text.slice(lineEnd(cursor) + 1, offset).trim() === "";
}

/** The offset of the line before this one. */
function lineEnd(cursor: Cursor): number {
  return cursor.text.lastIndexOf("\n", cursor.offset);
}

function unclosed(start: number, resume: number, example: string): SyntaxFault {
  return new SyntaxFault(start, "[ is never closed", `write ${example}`, resume);
}
