import { expect, test } from "bun:test";
import { Turns } from "./turns.ts";

/** Turns with a clock that stands still, and what has begun so far. */
function made() {
  let now = 1_000;
  const timers: { readonly at: number; run(): void }[] = [];
  const begun: string[] = [];
  const turns = new Turns(
    () => now,
    (run, milliseconds) => timers.push({ at: now + milliseconds, run }),
  );
  return {
    turns,
    begun,
    timers,
    take(key: string, what: string, bytes = 1 << 20) {
      void turns.take(key, bytes).then(() => begun.push(what));
    },
    /** Lets time pass of which the timers hear later: the event loop is busy. */
    late(milliseconds: number) {
      now += milliseconds;
    },
    /** Lets time pass, timer by timer. */
    async pass(milliseconds: number) {
      const end = now + milliseconds;
      for (;;) {
        for (let turn = 0; turn < 4; turn++) await Promise.resolve();
        const [next] = timers.toSorted((a, b) => a.at - b.at);
        if (next === undefined || next.at > end) break;
        timers.splice(timers.indexOf(next), 1);
        now = next.at;
        next.run();
      }
      now = end;
    },
  };
}

test("one alone begins at once, the next one a pause later", async () => {
  const { take, begun, pass } = made();
  take("alice", "a");
  take("alice", "b");
  await pass(0);
  expect(begun).toEqual(["a"]);
  await pass(40);
  expect(begun).toEqual(["a"]);
  await pass(1);
  expect(begun).toEqual(["a", "b"]);
});

test("the pause is as long as the body; behind it nobody waits", async () => {
  const { take, begun, pass, timers } = made();
  take("alice", "a", 102_400);
  await pass(4);
  take("alice", "b");
  await pass(0);
  expect([begun, timers]).toEqual([["a", "b"], []]);
});

test("users take turns, however many one of them sends", async () => {
  const { take, begun, pass, turns, timers } = made();
  for (let number = 0; number < 100; number++) take("alice", `a${number}`);
  take("bob", "b0");
  take("bob", "b1");
  take("carol", "c0");
  await pass(41 * 6);
  expect(begun).toEqual(["a0", "a1", "b0", "c0", "a2", "b1", "a3"]);
  await pass(41 * 100);
  expect([begun.length, turns.users, timers]).toEqual([103, 0, []]);
});

test("whoever comes while another waits does not overtake him", async () => {
  const { take, begun, pass } = made();
  take("alice", "a");
  take("alice", "b");
  await pass(40);
  take("bob", "c");
  await pass(0);
  expect(begun).toEqual(["a"]);
  await pass(60);
  expect(begun).toEqual(["a", "b", "c"]);
});

test("nor when the turn of the other is overdue", async () => {
  const { take, begun, pass, late } = made();
  take("alice", "a");
  take("alice", "b");
  late(100);
  take("bob", "c");
  await pass(60);
  expect(begun).toEqual(["a", "b", "c"]);
});
