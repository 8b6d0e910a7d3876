/**
 * The texts of answers that came lately. Clients and this server itself read the same object again and again, and most
 * readings find it unchanged: then its bytes are compared, not decoded anew.
 */
import { RecentMap } from "../recent-map.ts";

/** Bytes of all answers that are remembered. */
const LIMIT = 4 * 1024 * 1024;

interface Known {
  readonly answer: Uint8Array;
  readonly text: string;
}

export class RecentTexts {
  readonly #known: RecentMap<Known>;

  constructor(limit = LIMIT) {
    this.#known = new RecentMap(limit);
  }

  /** The text of the last answer to the same question, if it had the same bytes. @param key the question, of any user. */
  get(key: string, answer: Uint8Array): string | undefined {
    const known = this.#known.get(key);
    return known !== undefined && Buffer.compare(known.answer, answer) === 0 ? known.text : undefined;
  }

  /** @param answer is kept, and must not be changed afterwards. */
  set(key: string, answer: Uint8Array, text: string): void {
    this.#known.set(key, { answer, text }, answer.length);
  }
}
