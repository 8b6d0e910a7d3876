/** A position in a text that moves forward, and what stops the reading of a statement. */
import type { Place } from "./fault.ts";

/** The statement cannot be read. Caught by the reader, which records it and goes on with a later line. */
export class SyntaxFault extends Error {
  /** Where in the text. */
  readonly offset: number;
  readonly hint: string | undefined;
  /** Reading goes on with the line after this offset. */
  readonly resume: number;

  constructor(offset: number, message: string, hint?: string, resume: number = offset) {
    super(message);
    this.offset = offset;
    this.hint = hint;
    this.resume = resume;
  }
}

export class Cursor {
  readonly text: string;
  offset = 0;
  readonly #origin: Place | undefined;
  #lineStarts: number[] | undefined;

  /** @param origin for a text out of a value: the place of that value is reported for every place in it. */
  constructor(text: string, origin?: Place) {
    this.text = text;
    this.#origin = origin;
  }

  /** The character ahead, "" at the end. */
  peek(ahead = 0): string {
    return this.text.charAt(this.offset + ahead);
  }

  /** Matches a sticky pattern here and steps over it; undefined, and no step, when it does not match. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.offset += found.length;
    return found;
  }

  /** True when a sticky pattern matches here. */
  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.offset;
    return pattern.test(this.text);
  }

  place(offset: number): Place {
    if (this.#origin !== undefined) return this.#origin;
    this.#lineStarts ??= [0, ...[...this.text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 };
  }
}
