/** Tags that write a value of the request as it is: a user could write attributes of their own with it. */

const TAG = /<%[-_]?\s*~([\s\S]*?)[-_]?%>/g;

/** Its words may name the tags that they warn of. */
const COMMENT = /<%[-_]?\s*\/\*[\s\S]*?\*\/\s*[-_]?%>/g;

export interface Unescaped {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

/** Those that read `it`; `include` hands values on, and what it writes was escaped. */
export function unescapedIn(text: string): readonly Unescaped[] {
  const code = text.replace(COMMENT, (comment) => comment.replace(/[^\n]/g, " "));
  return [...code.matchAll(TAG)]
    .filter(([, written = ""]) => /\bit\b/.test(written) && !/^\s*(?:await\s+)?include(?:Async)?\(/.test(written))
    .map((match) => {
      const before = text.slice(0, match.index).split("\n");
      return {
        line: before.length,
        column: (before.at(-1) ?? "").length + 1,
        message: "`<%~` writes the text unescaped",
        hint: `write <%=${(match[1] ?? "").replace(/\s+$/, "")} %>`,
      };
    });
}
