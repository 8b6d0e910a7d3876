/**
 * Joins equal reads: requests of one user that come while oned answers the same read share its answer. The answer can be
 * some milliseconds older than the request, so this is for measurements only.
 */
export class SharedReads {
  readonly #underWay = new Map<string, Promise<unknown>>();

  /**
   * Joins the read of that key that is under way, or begins one.
   * @param key all that the answer depends on, the session too. @param run is always of one type for one kind of key.
   */
  join<T>(key: string, run: () => Promise<T>): Promise<T> {
    const known = this.#underWay.get(key);
    if (known !== undefined) return known as Promise<T>;
    const read = run();
    const end = (): void => void this.#underWay.delete(key);
    this.#underWay.set(key, read);
    read.then(end, end);
    return read;
  }
}
