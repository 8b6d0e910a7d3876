/** Work of one user that reads something before it writes it: one after the other, so that none overwrites another's. */

/** Made once, at start. */
export class UserTurns {
  /** By user: settles when the last work of the user is done. */
  readonly #last = new Map<string, Promise<unknown>>();

  /** Users whose work is going on. */
  get users(): number {
    return this.#last.size;
  }

  /** Does the work when all earlier work of the user is done, however that ended. */
  async take<T>(user: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(user) ?? Promise.resolve();
    const mine = before.then(work);
    // The caller gets the failure; here only the end matters.
    const settled = mine.catch(() => {});
    this.#last.set(user, settled);
    try {
      return await mine;
    } finally {
      if (this.#last.get(user) === settled) this.#last.delete(user);
    }
  }
}
