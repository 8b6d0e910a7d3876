/** How many requests of each user are under way. */
import { OcciError } from "../errors.ts";

export class InFlight {
  readonly #counts = new Map<string, number>();

  /**
   * Counts one request more.
   * @param key whose it is.
   * @param most that one may have.
   * @returns counts it as answered.
   * @throws OcciError OVERLOADED.
   */
  enter(key: string, most: number): () => void {
    const count = this.#counts.get(key) ?? 0;
    if (count >= most) {
      throw new OcciError("OVERLOADED", "Too many requests of this user are in progress.", {
        hint: `The administrator sets the limit with REQUESTS_PER_USER, now ${most}.`,
        retryAfter: 1,
      });
    }
    this.#counts.set(key, count + 1);
    return () => {
      const left = (this.#counts.get(key) ?? 1) - 1;
      if (left === 0) this.#counts.delete(key);
      else this.#counts.set(key, left);
    };
  }

  /** Users with a request under way. */
  get users(): number {
    return this.#counts.size;
  }
}
