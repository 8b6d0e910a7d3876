/** The marks that `config convert` leaves in place of Ruby that it cannot convert. */
import { findRuby } from "./ruby.ts";

const BY_HAND = "by hand: ";
const MARK = /<%[-_]?\s*\/\*\s*by hand: ([\s\S]*?)\s*\*\/\s*[-_]?%>/g;

/** The mark for the code of a tag: a comment of eta. */
export function markOf(code: string): string {
  return `<%/* ${BY_HAND}${code.replaceAll("*/", "* /")} */%>`;
}

export interface Mark {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

/** The marks that are left: the lines around them count whatever the Ruby said. */
export function marksIn(text: string): readonly Mark[] {
  return [...text.matchAll(MARK)].map((match) => {
    const [, code = ""] = match;
    const before = text.slice(0, match.index).split("\n");
    const way = findRuby(`<%${code.startsWith("=") ? "" : " "}${code} %>`)?.hint ?? "write it as JavaScript";
    return {
      line: before.length,
      column: (before.at(-1) ?? "").length + 1,
      message: `this must still be done by hand: ${shortened(code)}`,
      hint: `${way}, or remove the mark and the lines that depend on it`,
    };
  });
}

function shortened(code: string): string {
  const line = code.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
