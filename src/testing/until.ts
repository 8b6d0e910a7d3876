import { expect } from "bun:test";

/** Milliseconds: longer than a busy machine needs for anything that a test waits for. */
const PATIENCE = 30_000;

/** Milliseconds between two looks: few at first, more later, as a look at a page costs a browser's time, too. */
const PAUSE = { first: 5, longest: 50, growth: 1.3 } as const;

/** The pauses between looks, one after the other. */
function pauses(): () => Promise<void> {
  let next: number = PAUSE.first;
  return () => {
    const pause = next;
    next = Math.min(PAUSE.longest, next * PAUSE.growth);
    return Bun.sleep(pause);
  };
}

/** Waits for what comes about by itself: looks again after a few milliseconds. @throws when it has not after half a minute. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE;
  const pause = pauses();
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`it did not come about: ${isSo}`);
    await pause();
  }
}

/**
 * Asserts what comes about by itself, as what a page shows after a click: `assertion` is tried again until it holds.
 * @throws what it threw last, when it has not held after half a minute.
 */
export async function eventually(assertion: () => void | Promise<void>): Promise<void> {
  const end = performance.now() + PATIENCE;
  const pause = pauses();
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await pause();
  }
}

/** Asserts that what is read becomes equal to `wanted`. */
export async function becomes<Value>(read: () => Value | Promise<Value>, wanted: NoInfer<Value>): Promise<void> {
  await eventually(async () => {
    const value: unknown = await read();
    expect(value).toEqual(wanted);
  });
}
