/** One word of bash: quotes, backslashes and variables. A command that bash would run is refused, never run. */
import { type Cursor, SyntaxFault } from "./cursor.ts";

/** The facts of earlier lines that a word needs. */
export interface Scope {
  readonly cursor: Cursor;
  /** False for a text whose variables were put in before. */
  readonly expands: boolean;
  /** The value of a variable; undefined when it is not set. */
  lookup(name: string): string | undefined;
  /** Called for a variable that is used although it is not set. */
  unset(name: string, offset: number): void;
  /** Tells the names of options: a quote that holds the line of one was never closed. */
  isOption?(name: string): boolean;
}

/** Where a word ends: a value of a line, an item inside `[..]`, the text of `${VAR:-text}`. */
export type WordKind = "value" | "item" | "default";

/** Longest value, in UTF-16 units: variables that double from line to line end here. */
const LONGEST = 64 * 1024;
/** Deepest `${A:-${B:-...}}`. */
const DEEPEST = 20;

const BETWEEN_WORDS = " \t\n;&|<>()";
const ENDS: Readonly<Record<WordKind, string>> = {
  value: BETWEEN_WORDS,
  item: `${BETWEEN_WORDS},]`,
  default: "}",
};
/** Joined lines are joined inside a name too. */
const NAME = /[A-Za-z_](?:(?:\\\n)*[A-Za-z0-9_])*/y;
const JOINT = "\\\n";
/** Characters that mean themselves everywhere, many at once: the engine would compile what steps over each of them, at every start. */
const MOST_PLAIN = 64;
const PLAIN = new RegExp(`[A-Za-z0-9_./-]{1,${MOST_PLAIN}}`, "y");
const NEVER_RUN = "this file is read, never run";

/**
 * Reads the word at the cursor and steps over it; "" when there is none.
 * @throws SyntaxFault for a quote or brace that is not closed, and for commands that bash would run.
 */
export function readWord(scope: Scope, kind: WordKind, depth = 0): string {
  const { cursor } = scope;
  const start = cursor.offset;
  let word = "";
  for (;;) {
    const from = cursor.offset;
    // Where the value may become too long, the place is told of the character that is too many.
    const plain = word.length + MOST_PLAIN > LONGEST ? undefined : cursor.match(PLAIN);
    if (plain !== undefined) {
      word += plain;
      continue;
    }
    const character = cursor.peek();
    if (character === "" || ENDS[kind].includes(character)) return word;
    if (character === "\\") word += escaped(cursor);
    else if (character === "'") word += singleQuoted(scope);
    else if (character === '"') word += doubleQuoted(scope, depth);
    else if (scope.expands && (character === "$" || character === "`")) word += expansion(scope, false, depth);
    else if (scope.expands && character === "~" && mayBeHome(cursor.text, start, from)) {
      word += home(scope, kind);
    } else {
      word += character;
      cursor.offset++;
    }
    checkLength(word, from);
  }
}

/** `~` means the home directory at the start of a word and after a colon; joined lines between do not count. */
function mayBeHome(text: string, start: number, offset: number): boolean {
  let before = offset;
  while (before > start && text.startsWith(JOINT, before - JOINT.length)) before -= JOINT.length;
  return before <= start || text[before - 1] === ":";
}

function checkLength(word: string, offset: number): void {
  if (word.length > LONGEST) throw new SyntaxFault(offset, `the value is longer than ${LONGEST} characters`);
}

/** `\x` is x, and a backslash before a line's end joins the lines. */
function escaped(cursor: Cursor): string {
  const next = cursor.peek(1);
  cursor.offset += 1 + next.length;
  if (next === "") return "\\";
  return next === "\n" ? "" : next;
}

function singleQuoted(scope: Scope): string {
  const { cursor } = scope;
  const start = cursor.offset;
  const end = cursor.text.indexOf("'", start + 1);
  if (end < 0 || holdsStatement(scope, start, end)) throw neverClosed(cursor, start);
  cursor.offset = end + 1;
  return cursor.text.slice(start + 1, end);
}

function doubleQuoted(scope: Scope, depth: number): string {
  const { cursor } = scope;
  const start = cursor.offset;
  try {
    const text = betweenQuotes(scope, depth);
    if (holdsStatement(scope, start, cursor.offset - 1)) throw neverClosed(cursor, start);
    return text;
  } catch (error) {
    // Faults further down belong to another line: the quote swallowed it.
    const swallowed = error instanceof SyntaxFault && /\n[ \t]*(?:#|\w+=)/.test(cursor.text.slice(start, error.offset));
    throw swallowed ? neverClosed(cursor, start) : error;
  }
}

function neverClosed(cursor: Cursor, start: number): SyntaxFault {
  const quote = cursor.text.charAt(start);
  return new SyntaxFault(start, `the quote ${quote} is never closed`, `write ${quote} at the end of the value`, start);
}

/** Whether quoted text holds the line of an option, or ends where the value of a next line would begin. */
function holdsStatement(scope: Scope, start: number, end: number): boolean {
  const text = scope.cursor.text.slice(start, end);
  const lines = text.matchAll(/\n[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=/g);
  return lines.some((line) => line.index + line[0].length === text.length || scope.isOption?.(line[1] ?? "") === true);
}

function betweenQuotes(scope: Scope, depth: number): string {
  const { cursor } = scope;
  const start = cursor.offset++;
  let text = "";
  for (;;) {
    const from = cursor.offset;
    const character = cursor.peek();
    if (character === "") throw neverClosed(cursor, start);
    if (character === '"') {
      cursor.offset++;
      return text;
    }
    text += quotedPart(scope, depth, '$`"\\\n');
    checkLength(text, from);
  }
}

/** One character or expansion between double quotes. @param special what a backslash takes the meaning of. */
function quotedPart(scope: Scope, depth: number, special: string): string {
  const { cursor } = scope;
  const character = cursor.peek();
  if (scope.expands && (character === "$" || character === "`")) return expansion(scope, true, depth);
  const next = cursor.peek(1);
  if (character === "\\" && next !== "" && special.includes(next)) return escaped(cursor);
  cursor.offset++;
  return character;
}

/** Reads an expansion, which begins with `$` or a backtick. */
function expansion(scope: Scope, quoted: boolean, depth: number): string {
  const { cursor } = scope;
  const start = cursor.offset;
  const next = cursor.peek(1);
  if (cursor.peek() === "`") throw new SyntaxFault(start, `\`..\` is a command: ${NEVER_RUN}`, writeOut("result"));
  if (next === "(" && cursor.peek(2) === "(") throw new SyntaxFault(start, `$((..)) is computed: ${NEVER_RUN}`);
  if (next === "(") throw new SyntaxFault(start, `$(..) is a command: ${NEVER_RUN}`, writeOut("result"));
  if (next === "[") throw new SyntaxFault(start, `$[..] is computed: ${NEVER_RUN}`, writeOut("result"));
  if (next === "{") return braced(scope, quoted, depth);
  if (!quoted && (next === "'" || next === '"')) {
    throw new SyntaxFault(
      start,
      `$${next}..${next} is not supported`,
      `take the $ away, or write \\$ for a dollar sign`,
    );
  }
  cursor.offset++;
  const name = variableName(cursor);
  if (name !== undefined) return variable(scope, name, start);
  if (next !== "" && "0123456789@*#?$!-".includes(next)) {
    throw new SyntaxFault(
      start,
      `$${next} has a meaning only in a running shell: ${NEVER_RUN}`,
      "write \\$ for a dollar sign",
    );
  }
  return "$";
}

function writeOut(what: string): string {
  return `write the ${what} itself, or put it in '..' if it is meant as text`;
}

function variableName(cursor: Cursor): string | undefined {
  return cursor.match(NAME)?.replaceAll(JOINT, "");
}

function variable(scope: Scope, name: string, offset: number): string {
  const value = scope.lookup(name);
  if (value === undefined) scope.unset(name, offset);
  return value ?? "";
}

/** `${VAR}`, `${VAR:-text}`, `${VAR-text}`. */
function braced(scope: Scope, quoted: boolean, depth: number): string {
  const { cursor } = scope;
  const start = cursor.offset;
  if (depth >= DEEPEST) throw new SyntaxFault(start, `more than ${DEEPEST} nested \${..}`);
  cursor.offset += 2;
  const name = variableName(cursor);
  const form = name === undefined ? undefined : cursor.match(/:?-|\}/y);
  if (name === undefined || form === undefined) {
    throw new SyntaxFault(
      start,
      `this form of \${..} is not supported`,
      `write \${VAR}, \${VAR:-text} or \${VAR-text}`,
    );
  }
  if (form === "}") return variable(scope, name, start);
  const value = scope.lookup(name);
  const isSet = value !== undefined && (value !== "" || form === "-");
  // As in bash, a text that is not needed is not evaluated.
  const inner: Scope = isSet ? { ...scope, lookup: () => "", unset: () => {} } : scope;
  const text = quoted ? quotedDefault(inner, depth + 1) : readWord(inner, "default", depth + 1);
  if (cursor.peek() !== "}") throw new SyntaxFault(start, "${ is never closed");
  cursor.offset++;
  return isSet ? value : text;
}

/** The text of `"${VAR:-text}"`: single quotes are ordinary characters there, and double quotes mean odd things. */
function quotedDefault(scope: Scope, depth: number): string {
  const { cursor } = scope;
  let text = "";
  for (;;) {
    const from = cursor.offset;
    const character = cursor.peek();
    if (character === "" || character === "}") return text;
    if (character === '"') {
      throw new SyntaxFault(
        from,
        `" is not supported inside "\${..}"`,
        `close \${ with }, or write \\" for the character`,
      );
    }
    text += quotedPart(scope, depth, '$`"\\\n}');
    checkLength(text, from);
  }
}

function home(scope: Scope, kind: WordKind): string {
  const { cursor } = scope;
  const start = cursor.offset++;
  const next = cursor.peek();
  if (next !== "" && !"/:".includes(next) && !ENDS[kind].includes(next)) {
    throw new SyntaxFault(start, "~USER is not supported", "write the directory itself, or \\~ for the character");
  }
  return variable(scope, "HOME", start);
}
