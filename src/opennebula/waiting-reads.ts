/**
 * One call for all who wait for the same. Joined are only reads that still stand in line: oned looks after the last of
 * them has asked, so nobody ever gets an answer that is older than the question.
 */
export class WaitingReads<T> {
  readonly #waiting = new Map<string, Promise<T>>();

  /**
   * Joins a read of the same key that has not begun, or runs a new one.
   * @param key session, method and parameters: all that the answer depends on.
   * @param run makes the call; it tells when the call is on its way, from when on nobody can join.
   */
  join(key: string, run: (begins: () => void) => Promise<T>): Promise<T> {
    const joined = this.#waiting.get(key);
    if (joined !== undefined) return joined;
    let begun = false;
    const end = () => {
      begun = true;
      this.#waiting.delete(key);
    };
    const result = run(end);
    // With a free place the call has begun already.
    if (!begun) {
      this.#waiting.set(key, result);
      result.then(end, end);
    }
    return result;
  }
}
