import { expect, test } from "bun:test";
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
