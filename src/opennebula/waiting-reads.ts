/**
 * One call for all who wait for the same. Joined are only reads that still stand in line: oned looks after the last of
 * them has asked, so nobody ever gets an answer that is older than the question.
 */

/** An answer that is waited for, and how many wait for it. */
export interface Joined<T> {
  readonly answer: Promise<T>;
  /** Each caller that gives its share back counts this down. */
  readonly sharers: { count: number };
}

export class WaitingReads<T> {
  readonly #waiting = new Map<string, Joined<T>>();

  /**
   * Joins a read of the same key that has not begun, or runs a new one.
   * @param key session, method and parameters: all that the answer depends on.
   * @param run makes the call; it reports when the call is on its way; from then on nobody can join.
   */
  join(key: string, run: (begins: () => void) => Promise<T>): Joined<T> {
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) return this.#run(key, run);
    waiting.sharers.count++;
    return waiting;
  }

  #run(key: string, run: (begins: () => void) => Promise<T>): Joined<T> {
    let begun = false;
    const end = () => {
      begun = true;
      this.#waiting.delete(key);
    };
    const waiting: Joined<T> = { answer: run(end), sharers: { count: 1 } };
    // With a free place the call has begun already.
    if (!begun) {
      this.#waiting.set(key, waiting);
      waiting.answer.then(end, end);
    }
    return waiting;
  }
}
