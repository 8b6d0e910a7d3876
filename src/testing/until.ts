import { expect } from "bun:test";

/** Milliseconds: longer than a busy machine needs for anything that a test waits for. */
const PATIENCE = 30_000;

/** Waits for what comes about by itself: looks every few milliseconds. @throws when it has not after half a minute. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`it did not come about: ${isSo}`);
    await Bun.sleep(5);
  }
}

/**
 * Asserts what comes about by itself, as what a page shows after a click: `assertion` is tried again until it holds.
 * @throws what it threw last, when it has not held after half a minute.
 */
export async function eventually(assertion: () => void | Promise<void>): Promise<void> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await Bun.sleep(5);
  }
}

/** Asserts that what is read becomes equal to `wanted`. */
export async function becomes<Value>(read: () => Value | Promise<Value>, wanted: NoInfer<Value>): Promise<void> {
  await eventually(async () => {
    const value: unknown = await read();
    expect(value).toEqual(wanted);
  });
}
