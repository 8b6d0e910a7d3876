/** How much one request may hold: far above what any client sends, far below what would hold up the others. */
import { invalid, shown } from "./culprit.ts";

/** Characters of an attribute's name; the longest of the standard has 41. */
export const LONGEST_NAME = 256;

/** The error for a name that is longer. */
export function tooLongName(name: string): Error {
  return invalid(`The name of the attribute ${shown(name)} is longer than ${LONGEST_NAME} characters.`);
}

const MOST = { categories: 1_000, attributes: 1_000, links: 1_000, locations: 10_000, entities: 1_000 } as const;

/** Counts while a request is read, so that the reading ends at the limit and not after it. */
export class Counter {
  readonly #counted: Record<keyof typeof MOST, number> = {
    categories: 0,
    attributes: 0,
    links: 0,
    locations: 0,
    entities: 0,
  };

  /** @throws OcciError TOO_LARGE when there are too many. */
  count(what: keyof typeof MOST, more = 1): void {
    this.#counted[what] += more;
    if (this.#counted[what] > MOST[what]) {
      throw invalid(`The request has more than ${MOST[what]} ${what}.`, "Send it in parts.", "TOO_LARGE");
    }
  }
}
