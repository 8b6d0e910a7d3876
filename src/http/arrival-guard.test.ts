import { expect, test } from "bun:test";
import { ArrivalGuard, SLOWEST } from "./arrival-guard.ts";

/** A guard on a clock that is moved by hand. */
function guarded() {
  const state = { time: 0, gaveUp: 0 };
  const guard = new ArrivalGuard(
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

test("a client that sends enough goes on", async () => {
  const { state, guard, arrive } = guarded();
  // 1 kB/s, ten minutes long
  for (let second = 0; second < 600; second += 1) await arrive(1000, 1024);
  expect(state.gaveUp).toBe(0);
  guard.stop();
});

test("a client that sends nothing is given up", async () => {
  const { state, guard, arrive } = guarded();
  await expect(arrive(SLOWEST.waitedMs, 0)).rejects.toHaveProperty("code", "UPLOAD_STALLED");
  expect(state.gaveUp).toBe(1);
  guard.stop();
});

test("a client that trickles is given up", async () => {
  const { guard, arrive } = guarded();
  const trickle = async () => {
    for (let second = 0; second < 100; second += 1) await arrive(1000, 10);
  };
  await expect(trickle()).rejects.toHaveProperty("code", "UPLOAD_STALLED");
  guard.stop();
});

test("the error of a reading that was given up is ours, others pass", async () => {
  const { state, guard } = guarded();
  const broken = guard.arrival(Promise.reject(new Error("connection reset")));
  await expect(broken).rejects.toThrow("connection reset");
  const reading = Promise.withResolvers<{ done: boolean }>();
  const cancelled = guard.arrival(reading.promise);
  state.time += SLOWEST.waitedMs;
  guard.check();
  reading.resolve({ done: true }); // what cancel() makes of it
  await expect(cancelled).rejects.toHaveProperty("code", "UPLOAD_STALLED");
  guard.stop();
});

test("the time that our own disk takes does not count", async () => {
  const { state, guard, arrive } = guarded();
  for (let piece = 0; piece < 10; piece += 1) {
    await arrive(10, 100);
    state.time += 10 * SLOWEST.waitedMs;
    guard.check();
  }
  expect(state.gaveUp).toBe(0);
  guard.stop();
});
