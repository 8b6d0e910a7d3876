/**
 * The tokens of oned's template syntax. Like oned's scanner it takes the longest match, the first rule on a tie, and
 * steps silently over a character that no rule matches: much of what the syntax swallows comes from these three habits.
 */

export type TokenType = "VARIABLE" | "EQUAL" | "EQUAL_EMPTY" | "COMMA" | "OBRACKET" | "CBRACKET" | "STRING" | "CCDATA";

export interface Token {
  readonly type: TokenType;
  /** A name as written; a value as oned stores it. */
  readonly text: string;
  /** Counted from 0, as oned does. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

type Rule = readonly [TokenType | undefined, RegExp];

/** Outside values. Comments and blank space are rules without a token. */
const NAMES: readonly Rule[] = [
  [undefined, /[ \t]*#[^\n]*\n/y],
  [undefined, /[ \t\n]+/y],
  ["VARIABLE", /[A-Za-z0-9_]+/y],
  ["EQUAL", /[ \t]*=[ \t]*/y],
  ["EQUAL_EMPTY", /[ \t]*=[ \t]*\n/y],
  ["COMMA", /[ \t\n]*,[ \t\n]*/y],
  ["CBRACKET", /[ \t\n]*\][ \t\n]*/y],
];

/** Behind an `=`. */
const UNQUOTED = /[^=# \t\n,[\]]+/y;
const OPEN_BRACKET = /[ \t]*\[[ \t\n]*/y;
const REST_OF_LINE = /[^\n]*/y;

function matchLength(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

/**
 * The length of the longest quoted string at `at`. A quote behind a backslash may be part of the value or its end:
 * the longest match decides, so the string ends at the first quote without a backslash, else at the last quote of all.
 */
function quotedLength(text: string, at: number): number {
  if (text[at] !== '"') return 0;
  let last = 0;
  for (let quote = text.indexOf('"', at + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    last = quote + 1 - at;
    if (text[quote - 1] !== "\\" || quote - 1 === at) break;
  }
  return last;
}

function cdataEndLength(text: string, at: number): number {
  const length = matchLength(REST_OF_LINE, text, at);
  return text.slice(at, at + length).includes("]]>") ? length : 0;
}

function unescapeQuotes(value: string): string {
  return value.replaceAll('\\"', '"');
}

/** Type (none for what is skipped), length and value. */
type Match = readonly [TokenType | undefined, number, string];

function nameToken(text: string, at: number): Match {
  let best: Match = [undefined, 0, ""];
  for (const [type, pattern] of NAMES) {
    const length = matchLength(pattern, text, at);
    if (length > best[1]) best = [type, length, ""];
  }
  return best;
}

function valueToken(text: string, at: number): Match {
  const bracket = matchLength(OPEN_BRACKET, text, at);
  const cdata = cdataEndLength(text, at);
  const quoted = quotedLength(text, at);
  const unquoted = matchLength(UNQUOTED, text, at);
  const longest = Math.max(bracket, cdata, quoted, unquoted);
  if (longest === 0) return [undefined, 0, ""];
  if (longest === bracket) return ["OBRACKET", bracket, ""];
  if (longest === cdata) return ["CCDATA", cdata, ""];
  if (longest === quoted) return ["STRING", quoted, unescapeQuotes(text.slice(at + 1, at + quoted - 1))];
  return ["STRING", unquoted, unescapeQuotes(text.slice(at, at + unquoted))];
}

/** Splits a template text into its tokens. */
export function* tokens(text: string): Generator<Token, undefined> {
  let at = 0;
  let line = 0;
  let inValue = false;
  while (at < text.length) {
    const start: number = at;
    const match: Match = inValue ? valueToken(text, at) : nameToken(text, at);
    const [type, length, value] = match;
    at += Math.max(length, 1);
    const piece: string = text.slice(start, at);
    for (let newline = piece.indexOf("\n"); newline >= 0; newline = piece.indexOf("\n", newline + 1)) line += 1;
    if (type === undefined) continue;
    inValue = type === "EQUAL";
    yield { type, text: type === "STRING" ? value : piece, line, start, end: at };
  }
}
