/**
 * How many wrong passwords there were for each of any number of logins, in tables of one size. Nothing in them makes
 * room for anything else, so nobody gets rid of their own count by trying thousands of other names. (A count-min sketch
 * with conservative update: a login has a cell in each of two rows, and the lesser of both counts. Only a login that
 * shares both cells with others is counted too high.)
 */

const ROWS = 2;
const CELLS = 2 ** 17;
/** So long after the last one failures are forgotten. */
const FORGET_MS = 15 * 60_000;
const MOST = 255;

export interface Failures {
  readonly count: number;
  /** When the last one was; milliseconds of the clock. */
  readonly last: number;
}

const NONE: Failures = { count: 0, last: 0 };

export class LoginFailures {
  readonly #counts = new Uint8Array(ROWS * CELLS);
  readonly #last = new Float64Array(ROWS * CELLS);

  /**
   * @param digest of the login, made with a key that nobody knows; eight bytes at least.
   * @param now milliseconds of the clock.
   */
  of(digest: Buffer, now: number): Failures {
    const [one, other] = cellsOf(digest).map((cell) => this.#at(cell, now)) as [Failures, Failures];
    return { count: Math.min(one.count, other.count), last: Math.min(one.last, other.last) };
  }

  /** Counts one more, unless there are `most`. @returns how many there were. */
  add(digest: Buffer, now: number, most = MOST): number {
    const { count: before } = this.of(digest, now);
    if (before >= most) return before;
    for (const cell of cellsOf(digest)) {
      this.#counts[cell] = Math.max(this.#at(cell, now).count, before + 1);
      this.#last[cell] = now;
    }
    return before;
  }

  #at(cell: number, now: number): Failures {
    const last = this.#last[cell] ?? 0;
    return now - last > FORGET_MS ? NONE : { count: this.#counts[cell] ?? 0, last };
  }
}

/** One in each row. */
function cellsOf(digest: Buffer): readonly [number, number] {
  return [digest.readUInt32LE(0) % CELLS, CELLS + (digest.readUInt32LE(4) % CELLS)];
}
