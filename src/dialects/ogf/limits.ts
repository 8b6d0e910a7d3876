/** How much one request may hold: far above what any client sends, far below what would hold up the others. */
import { invalid, shown } from "./culprit.ts";

/** Characters of an attribute's name; the longest of the standard has 41. */
export const LONGEST_NAME = 256;

/** The error for a name that is longer. */
export function tooLongName(name: string): Error {
  return invalid(`The name of the attribute ${shown(name)} is longer than ${LONGEST_NAME} characters.`);
}

/** The error for more of something than a request may hold. */
export function tooMany(most: number, what: string): Error {
  return invalid(`The request has more than ${most} ${what}.`, "Send it in several requests.", "TOO_LARGE");
}

/**
 * The counted parts. The first five are the contents of a request; the others are parts of its text, so that a
 * request can be refused before it has been read to its end.
 */
const MOST = {
  categories: 1_000,
  attributes: 1_000,
  links: 1_000,
  locations: 10_000,
  entities: 1_000,
  /** In rel, category, depends, applies, mixins and actions. */
  "type identifiers": 10_000,
  lines: 20_000,
  /** Between commas, empty ones too. */
  items: 20_000,
  /** Between semicolons. */
  parameters: 5_000,
  /** In quotes. */
  strings: 20_000,
  "values of JSON": 32_000,
  /** The limit for attributes that are lists or objects, such as the rules of a security group. */
  "values within attributes": 4_000,
} as const;

export type Counted = keyof typeof MOST;

/** Counts while a request is read, so that the reading ends at the limit and not after it. */
export class Counter {
  readonly #counted: Partial<Record<Counted, number>> = {};

  /** @throws OcciError TOO_LARGE when there are too many. */
  count(what: Counted, more = 1): void {
    const counted = (this.#counted[what] ?? 0) + more;
    this.#counted[what] = counted;
    if (counted > MOST[what]) throw tooMany(MOST[what], what);
  }
}
