/**
 * Waiting for oned's asynchronous work: images that are copied, networks that are made, disks that are attached. oned
 * has no way to be told, so it is asked again and again, at growing intervals.
 */

/** Time as the waiting needs it; tests bring their own. */
export interface Clock {
  /** Milliseconds, never running backwards. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's monotonic clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep(ms, signal) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", stop);
        resolve();
      }, ms);
      timer.unref();
      signal?.addEventListener("abort", stop, { once: true });
    });
  },
};

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
 * @returns what was read last: whoever calls looks whether it is what was hoped for.
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
