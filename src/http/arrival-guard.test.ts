import { afterEach, describe, expect, jest, spyOn, test } from "bun:test";
import { ArrivalGuard } from "./arrival-guard.ts";

const PACE = { rate: 1024, window: 60_000, longest: 3600_000 };

/** A guard on a clock that is moved by hand. */
function guarded(pace = PACE) {
  const state = { time: 0, gaveUp: 0 };
  const guard = new ArrivalGuard(
    pace,
    () => {
      state.gaveUp += 1;
    },
    () => state.time,
  );
  const arrive = async (waitedMs: number, bytes: number) => {
    const reading = Promise.withResolvers<{ done: boolean; value: Uint8Array }>();
    const arrival = guard.arrival(reading.promise);
    state.time += waitedMs;
    guard.check();
    reading.resolve({ done: false, value: new Uint8Array(bytes) });
    return arrival;
  };
  return { state, guard, arrive };
}

test("a client that sends enough goes on: 20 kB/s, ten minutes long, with pauses of half a minute", async () => {
  const { state, guard, arrive } = guarded();
  for (let minute = 0; minute < 10; minute += 1) {
    for (let second = 0; second < 30; second += 1) await arrive(1000, 20_000);
    await arrive(30_000, 20_000);
  }
  expect(state.gaveUp).toBe(0);
  guard.stop();
});

test("exactly the rate is enough", async () => {
  const { state, guard, arrive } = guarded({ ...PACE, window: 10_000 });
  for (let second = 0; second < 30; second += 1) {
    const reading = arrive(0, PACE.rate);
    state.time += 1000;
    await reading;
  }
  guard.check();
  expect(state.gaveUp).toBe(0);
  guard.stop();
});

test("a client that sends nothing is given up when the window is over", async () => {
  const { state, guard, arrive } = guarded();
  await arrive(PACE.window - 1, 0);
  await expect(arrive(1, 0)).rejects.toHaveProperty("code", "UPLOAD_STALLED");
  expect(state.gaveUp).toBe(1);
  guard.stop();
});

test("a client that trickles is given up", async () => {
  const { guard, arrive } = guarded();
  const trickle = async () => {
    for (let second = 0; second < 100; second += 1) await arrive(1000, 1000);
  };
  await expect(trickle()).rejects.toHaveProperty("code", "UPLOAD_STALLED");
  guard.stop();
});

test("a client that sends enough, but for ever, is given up too", async () => {
  const { state, guard, arrive } = guarded({ ...PACE, longest: 90_000 });
  const forEver = async () => {
    for (;;) await arrive(1000, 20_000);
  };
  await expect(forEver()).rejects.toHaveProperty("code", "UPLOAD_STALLED");
  expect(state.time).toBe(90_000);
  guard.stop();
});

test("the error of a reading that was given up is ours, others pass", async () => {
  const { state, guard } = guarded();
  const broken = guard.arrival(Promise.reject(new Error("connection reset")));
  await expect(broken).rejects.toThrow("connection reset");
  const reading = Promise.withResolvers<{ done: boolean }>();
  const cancelled = guard.arrival(reading.promise);
  state.time += PACE.window;
  guard.check();
  reading.resolve({ done: true }); // what cancel() makes of it
  await expect(cancelled).rejects.toHaveProperty("code", "UPLOAD_STALLED");
  guard.stop();
});

test("the time that our own disk takes does not count", async () => {
  const { state, guard, arrive } = guarded();
  for (let piece = 0; piece < 10; piece += 1) {
    await arrive(10, 100);
    state.time += 10 * PACE.window;
    guard.check();
  }
  expect(state.gaveUp).toBe(0);
  guard.stop();
});

test("the time between two looks counts as well", async () => {
  const { state, guard } = guarded();
  for (let second = 0; second < 60; second += 1) {
    const reading = Promise.withResolvers<{ done: boolean; value: Uint8Array }>();
    const arrival = guard.arrival(reading.promise);
    state.time += 1000;
    reading.resolve({ done: false, value: new Uint8Array(1) });
    await arrival;
  }
  guard.check();
  expect(state.gaveUp).toBe(1);
  guard.stop();
});

test("what came in an earlier window makes up for nothing in the next one", async () => {
  const { state, guard, arrive } = guarded();
  await arrive(PACE.window - 1, 1 << 30);
  await arrive(1, 0);
  await expect(arrive(PACE.window, 0)).rejects.toHaveProperty("code", "UPLOAD_STALLED");
  expect(state.gaveUp).toBe(1);
  guard.stop();
});

test("the refusal says what is asked for", async () => {
  const { guard, arrive } = guarded();
  await expect(arrive(PACE.window, 0)).rejects.toMatchObject({
    hint: "Send at least 1 KiB a second, averaged over 60 seconds, and the whole body within 3600 seconds.",
  });
  guard.stop();
});

describe("by itself", () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  test("it looks ten times in a window, until it is stopped", () => {
    jest.useFakeTimers();
    const { state, guard } = guarded();
    void guard.arrival(new Promise<never>(() => {}));
    state.time += PACE.window - 1;
    jest.advanceTimersByTime(PACE.window / 10);
    expect(state.gaveUp).toBe(0);
    state.time += 1;
    jest.advanceTimersByTime(PACE.window / 10);
    expect(state.gaveUp).toBe(1);
    guard.stop();
    state.time += 10 * PACE.window;
    jest.advanceTimersByTime(10 * PACE.window);
    expect(state.gaveUp).toBe(1);
  });

  test("it keeps no process from its end", () => {
    const timers = spyOn(globalThis, "setInterval");
    try {
      const { guard } = guarded();
      expect(timers.mock.results.map(({ value }) => (value as NodeJS.Timeout).hasRef())).toEqual([false]);
      guard.stop();
    } finally {
      timers.mockRestore();
    }
  });
});
