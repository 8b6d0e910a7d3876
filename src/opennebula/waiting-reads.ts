/**
 * One call for all who wait for the same. Joined are only reads that still stand in line: oned looks after the last of
 * them has asked, so nobody ever gets an answer that is older than the question.
 */

/** An answer and how many have it. */
export interface Joined<T> {
  readonly answer: T;
  /** Each caller that gives its share back counts this down. */
  readonly sharers: { count: number };
}

interface Waiting<T> {
  readonly result: Promise<T>;
  readonly sharers: { count: number };
}

export class WaitingReads<T> {
  readonly #waiting = new Map<string, Waiting<T>>();

  /**
   * Joins a read of the same key that has not begun, or runs a new one.
   * @param key session, method and parameters: all that the answer depends on.
   * @param run makes the call; it reports when the call is on its way; from then on nobody can join.
   */
  async join(key: string, run: (begins: () => void) => Promise<T>): Promise<Joined<T>> {
    const { result, sharers } = this.#joined(key) ?? this.#run(key, run);
    return { answer: await result, sharers };
  }

  #joined(key: string): Waiting<T> | undefined {
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) waiting.sharers.count++;
    return waiting;
  }

  #run(key: string, run: (begins: () => void) => Promise<T>): Waiting<T> {
    let begun = false;
    const end = () => {
      begun = true;
      this.#waiting.delete(key);
    };
    const waiting: Waiting<T> = { result: run(end), sharers: { count: 1 } };
    // With a free place the call has begun already.
    if (!begun) {
      this.#waiting.set(key, waiting);
      waiting.result.then(end, end);
    }
    return waiting;
  }
}
