import { expect, test } from "bun:test";
import { type Clock, follow, systemClock } from "./follow.ts";

/** A clock that moves only when somebody sleeps, and remembers for how long. */
function steppedClock(): Clock & { readonly pauses: number[] } {
  let time = 0;
  const pauses: number[] = [];
  return {
    pauses,
    now: () => time,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      pauses.push(Math.round(ms));
      time += ms;
    },
  };
}

/** Reads "LOCKED" so many times, then "READY". */
function readyAfter(readings: number): () => Promise<string> {
  let left = readings;
  return async () => (left-- > 0 ? "LOCKED" : "READY");
}

const isReady = (state: string) => state === "READY";

test("what is done at once is read once, without a pause", async () => {
  const clock = steppedClock();
  expect(await follow(readyAfter(0), isReady, { waitMs: 10_000, clock })).toBe("READY");
  expect(clock.pauses).toEqual([]);
});

test("the pauses grow up to the longest", async () => {
  const clock = steppedClock();
  expect(await follow(readyAfter(10), isReady, { waitMs: 60_000, clock })).toBe("READY");
  expect(clock.pauses).toEqual([50, 75, 113, 169, 253, 380, 570, 854, 1000, 1000]);
});

test("when the time is over the last reading is returned, taken right at the end", async () => {
  const clock = steppedClock();
  expect(await follow(readyAfter(1000), isReady, { waitMs: 300, clock })).toBe("LOCKED");
  expect(clock.pauses).toEqual([50, 75, 113, 63]);
  expect(clock.now()).toBe(300);
});

test("no waiting at all is still one reading", async () => {
  const clock = steppedClock();
  expect(await follow(readyAfter(1), isReady, { waitMs: 0, clock })).toBe("LOCKED");
  expect(clock.pauses).toEqual([]);
});

test("an error of the reading ends it", async () => {
  const read = () => Promise.reject(new Error("gone"));
  await expect(follow(read, isReady, { waitMs: 1000, clock: steppedClock() })).rejects.toThrow("gone");
});

test("an aborted signal ends it with its reason", async () => {
  const controller = new AbortController();
  const clock = steppedClock();
  const read = async () => {
    if (clock.pauses.length === 2) controller.abort(new Error("stopping"));
    return "LOCKED";
  };
  await expect(follow(read, isReady, { waitMs: 1e9, clock, signal: controller.signal })).rejects.toThrow("stopping");
});

test("the system's clock sleeps, and wakes at an abort", async () => {
  const before = systemClock.now();
  const controller = new AbortController();
  const sleeping = systemClock.sleep(3_600_000, controller.signal);
  controller.abort(new Error("woken"));
  await expect(sleeping).rejects.toThrow("woken");
  await expect(systemClock.sleep(1, controller.signal)).rejects.toThrow("woken");
  await systemClock.sleep(1);
  expect(systemClock.now()).toBeGreaterThan(before);
});
