/** How fast bytes have gone lately. */

/** Milliseconds that count. */
const LATELY_MS = 5_000;
/** Milliseconds without which nothing can be said. */
const LEAST_MS = 500;

export class Speed {
  #samples: (readonly [number, number])[] = [];

  /** @param at milliseconds. @param bytes in all until then. */
  add(at: number, bytes: number): void {
    const kept = this.#samples.findLastIndex(([time]) => time <= at - LATELY_MS);
    this.#samples = [...this.#samples.slice(Math.max(0, kept)), [at, bytes]];
  }

  /** Bytes in a second; undefined as long as it is not known. */
  rate(now: number): number | undefined {
    const [first] = this.#samples;
    const newest = this.#samples.at(-1);
    if (first === undefined || newest === undefined) return undefined;
    const took = Math.max(now, newest[0]) - first[0];
    return took < LEAST_MS ? undefined : ((newest[1] - first[1]) / took) * 1000;
  }
}

/** Seconds until the rest is sent; undefined where it cannot be said. */
export function secondsLeft(rest: number, rate: number | undefined): number | undefined {
  return rate === undefined || rate <= 0 ? undefined : rest / rate;
}
