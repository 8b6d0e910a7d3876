/**
 * Large bodies are read one after the other, with a pause after each: their contents can take some milliseconds of the
 * event loop, and a user who sends them without end gets only a part of it. Users take turns.
 */

/**
 * Bytes that are read in a millisecond, on average. A megabyte that takes ten of it is followed by as many for others.
 */
const BYTES_PER_MS = 25 * 1024;

interface Waiting {
  readonly bytes: number;
  begin(): void;
}

/** What `setTimeout` does. */
type Later = (run: () => void, milliseconds: number) => unknown;

export class Turns {
  readonly #now: () => number;
  readonly #later: Later;
  /** In the order of their turns. */
  readonly #waiting = new Map<string, Waiting[]>();
  /** When the pause behind the last one is over. */
  #free = 0;

  /** @param now milliseconds of a clock that never runs backwards. */
  constructor(now: () => number = () => performance.now(), later: Later = setTimeout) {
    this.#now = now;
    this.#later = later;
  }

  /** Users who wait. */
  get users(): number {
    return this.#waiting.size;
  }

  /**
   * Waits until a body may be read.
   * @param key whose it is.
   */
  take(key: string, bytes: number): Promise<void> {
    if (this.#waiting.size === 0 && this.#now() >= this.#free) {
      this.#pauseBehind(bytes);
      return Promise.resolve();
    }
    return new Promise((begin) => {
      const others = this.#waiting.get(key);
      if (others !== undefined) others.push({ bytes, begin });
      else this.#waiting.set(key, [{ bytes, begin }]);
      if (this.#waiting.size === 1 && others === undefined) this.#wait();
    });
  }

  #pauseBehind(bytes: number): void {
    this.#free = this.#now() + bytes / BYTES_PER_MS;
  }

  #wait(): void {
    this.#later(() => this.#next(), Math.max(1, this.#free - this.#now()));
  }

  /** Begins the first one of the user who has waited longest for a turn. */
  #next(): void {
    for (const [key, [first, ...others]] of this.#waiting) {
      this.#waiting.delete(key);
      // Behind the other users.
      if (others.length > 0) this.#waiting.set(key, others);
      if (first !== undefined) {
        this.#pauseBehind(first.bytes);
        first.begin();
      }
      break;
    }
    if (this.#waiting.size > 0) this.#wait();
  }
}
