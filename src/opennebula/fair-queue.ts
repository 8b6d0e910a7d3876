/** At most N calls at once; callers that wait are served in turn by user, so that nobody's burst delays the others. */

interface Waiter {
  start(): void;
}

export class FairQueue {
  readonly #limit: number;
  #running = 0;
  /** Waiting callers by user; the map's order is the order of the next turns. */
  readonly #waiting = new Map<string, Waiter[]>();
  #waitingInAll = 0;

  /** @param limit how many may run at once, at least 1. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waitingInAll;
  }

  /**
   * Whether one more caller of a user should not even wait: `most` are waiting, and this user has his share of them.
   * A user who has fewer may wait all the same, until there are twice as many.
   */
  isFullFor(user: string, most: number): boolean {
    const { waiting } = this;
    if (waiting < most) return false;
    const own = this.#waiting.get(user)?.length ?? 0;
    return waiting >= 2 * most || own >= Math.max(1, Math.floor(most / this.#waiting.size));
  }

  /** Takes a place if there is a free one. @returns the function that gives it back, or undefined. */
  tryEnter(): (() => void) | undefined {
    if (this.#running >= this.#limit) return undefined;
    this.#running++;
    return this.#leaver();
  }

  /**
   * Waits for a place.
   * @param user whose turn it is.
   * @param signal gives the wait up; its reason is thrown.
   * @returns the function that gives the place back.
   */
  async enter(user: string, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const leave = this.tryEnter();
    if (leave !== undefined) return leave;
    await this.#wait(user, signal);
    return this.#leaver();
  }

  /** Gives a place back, once however often it is called. */
  #leaver(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#leave();
    };
  }

  #wait(user: string, signal: AbortSignal): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const list = this.#waiting.get(user) ?? [];
      const waiter: Waiter = {
        start: () => {
          signal.removeEventListener("abort", abort);
          resolve();
        },
      };
      const abort = () => {
        // A caller that starts no longer listens for the abort.
        list.splice(list.indexOf(waiter), 1);
        this.#waitingInAll--;
        if (list.length === 0) this.#waiting.delete(user);
        reject(signal.reason);
      };
      signal.addEventListener("abort", abort, { once: true });
      list.push(waiter);
      this.#waitingInAll++;
      this.#waiting.set(user, list);
    });
  }

  /** Hands the place to the next user's first caller; that user goes to the end of the turns. */
  #leave(): void {
    const next = this.#waiting.entries().next();
    if (next.done) {
      this.#running--;
      return;
    }
    const [user, list] = next.value;
    const waiter = list.shift();
    this.#waiting.delete(user);
    if (list.length > 0) this.#waiting.set(user, list);
    this.#waitingInAll--;
    waiter?.start();
  }
}
