/**
 * Puts values into a rendered template.
 *
 * While a template runs, each `<%= %>` leaves only a slot, a number between two control characters, so no value is ever
 * read as template text. Afterwards the text is read once as oned's lexer reads it, and each value is written as the place
 * of its slot demands: escaped between quotes, restricted outside of them, on one line in a comment.
 */

import { OcciError } from "../errors.ts";
import { checkCharacters, escapeQuoted } from "../opennebula/template-writer.ts";
import { say } from "../wording.ts";

const OPEN = "\u0001";
const CLOSE = "\u0002";
// biome-ignore lint/suspicious/noControlCharactersInRegex: the marks are control characters because no value can hold them
const SLOT = /\u0001(\d+)\u0002/g;

/** The characters of a value outside of quotes: none of them has a meaning in oned's syntax. */
const BARE = /^[A-Za-z0-9._:/+-]*$/;

/** The values of one rendering, in the order in which they came. */
export class Slots {
  private readonly values: string[] = [];

  /** Keeps the value and returns the mark for it in the text. `undefined` and `null` are empty. */
  add(value: unknown): string {
    this.values.push(value === undefined || value === null ? "" : String(value));
    return `${OPEN}${this.values.length - 1}${CLOSE}`;
  }

  /**
   * The text with all values in place.
   * @throws OcciError INVALID_CHARACTER naming the attribute that cannot hold its value.
   */
  fill(text: string): string {
    const places = new Places();
    let out = "";
    let from = 0;
    for (const match of text.matchAll(SLOT)) {
      const before = text.slice(from, match.index);
      places.pass(before);
      out += before;
      from = match.index + match[0].length;
      const value = this.values[Number(match[1])];
      if (value === undefined) throw new Error("the template's own text contains a mark that is reserved for values");
      const written = write(value, places.place, out);
      places.passValue(written);
      out += written;
    }
    return out + text.slice(from);
  }
}

/** True when a template's own text holds what marks a slot. */
export function holdsMarks(text: string): boolean {
  return text.includes(OPEN) || text.includes(CLOSE);
}

/** The cause for the log: a template writes a value outside of double quotes, where some values are not possible. */
export class MisplacedValue extends Error {
  override readonly name = "MisplacedValue";
  readonly field: string;
  /** Of `text`, from 1. */
  readonly line: number;
  /** Holds what users sent, so it is kept where no log sees it. */
  readonly #text: string;

  constructor(field: string, text: string) {
    super(`the template writes ${field} without quotes: in double quotes it can be any value`);
    this.field = field;
    this.line = text.split("\n").length;
    this.#text = text;
  }

  /** Rendered so far. */
  get text(): string {
    return this.#text;
  }
}

type Place = "bare" | "quoted" | "comment";

/** Follows oned's lexer: a quote opens a value only after `=`, and closes it unless a backslash comes before it. */
class Places {
  place: Place = "bare";
  private previous = "";
  private afterEqual = false;

  /** Text of the template itself. */
  pass(text: string): void {
    for (const char of text) {
      if (this.place === "quoted") {
        if (char === '"' && this.previous !== "\\") this.place = "bare";
      } else if (this.place === "comment") {
        if (char === "\n") this.place = "bare";
      } else if (char === "#") this.place = "comment";
      else if (char === '"' && this.afterEqual) this.place = "quoted";
      if (char !== " " && char !== "\t") this.afterEqual = char === "=";
      this.previous = char;
    }
  }

  /** A value as written: it never changes the place, but its end comes before the next character. */
  passValue(text: string): void {
    if (text === "") return;
    this.previous = text.slice(-1);
    this.afterEqual = false;
  }
}

function write(value: string, place: Place, before: string): string {
  const field = () => ({ attribute: fieldBefore(before) });
  if (place === "quoted") return escapeQuoted(value, field);
  if (place === "comment") return checkCharacters(value, field).replaceAll("\n", " ");
  if (BARE.test(value)) return value;
  throw new OcciError(
    "INVALID_CHARACTER",
    say`${field()} holds a character that its place in the template cannot take.`,
    {
      hint: "Use letters, digits and . _ : / + - only.",
      cause: new MisplacedValue(field().attribute, before),
    },
  );
}

/** The name before the last `=`: what the reader of an error knows the value by. */
function fieldBefore(text: string): string {
  return /([A-Za-z0-9_]+)[ \t]*=[ \t]*"?[^"=\n]*$/.exec(text.slice(-200))?.[1] ?? "A value";
}
