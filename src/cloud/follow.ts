/**
 * Waiting for oned's asynchronous work: images that are copied, networks that are made, disks that are attached. oned
 * has no way to be told, so it is asked again and again, at growing intervals.
 */
import type { Clock } from "../clock.ts";

export { type Clock, systemClock } from "../clock.ts";

export interface FollowOptions {
  /** The longest time to wait, in milliseconds. Even with 0 there is one reading. */
  readonly waitMs: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** The first pause, 50 ms if not given; each later one is half as long again. */
  readonly firstMs?: number;
  /** The longest pause, 1000 ms if not given. */
  readonly longestMs?: number;
}

/**
 * Reads until `done` or until the time is over, with a last reading right at its end.
 * @returns the last reading: the caller checks whether `done` accepts it.
 * @throws what `read` throws, and the reason of the signal.
 */
export async function follow<T>(
  read: () => Promise<T>,
  done: (value: T) => boolean,
  { waitMs, clock, signal, firstMs = 50, longestMs = 1000 }: FollowOptions,
): Promise<T> {
  const end = clock.now() + waitMs;
  let pause = firstMs;
  for (;;) {
    signal?.throwIfAborted();
    const value = await read();
    const left = end - clock.now();
    if (done(value) || left <= 0) return value;
    await clock.sleep(Math.min(pause, left), signal);
    pause = Math.min(pause * 1.5, longestMs);
  }
}
