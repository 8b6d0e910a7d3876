import { expect, test } from "bun:test";
import { getEventListeners } from "node:events";
import { ByteBudget } from "./byte-budget.ts";

const never = new AbortController().signal;
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

test("answers within the budget are taken at once", async () => {
  const budget = new ByteBudget(100);
  const release = await budget.take(60, never);
  await budget.take(40, never);
  expect(budget.used).toBe(100);
  release();
  release();
  expect(budget.used).toBe(40);
});

test("one that does not fit waits until others are done, and smaller ones behind it wait too", async () => {
  const budget = new ByteBudget(100);
  const release = await budget.take(60, never);
  const order: number[] = [];
  for (const bytes of [80, 10]) budget.take(bytes, never).then(() => order.push(bytes));
  await settle();
  expect(order).toEqual([]);
  release();
  await settle();
  expect(order).toEqual([80, 10]);
});

test("one that does not fit yet waits on when some bytes are given back", async () => {
  const budget = new ByteBudget(100);
  const [large, small] = [await budget.take(60, never), await budget.take(40, never)];
  let taken = false;
  const next = budget.take(80, never).then(() => {
    taken = true;
  });
  small();
  await settle();
  expect([taken, budget.used]).toEqual([false, 60]);
  large();
  await next;
  expect(budget.used).toBe(80);
});

test("one that turns out to be smaller keeps its part and lets others in", async () => {
  const budget = new ByteBudget(100);
  const giveBack = await budget.take(100, never);
  const next = budget.take(60, never);
  giveBack(40);
  await next;
  expect(budget.used).toBe(100);
  giveBack(70); // more than it holds: nothing changes
  expect(budget.used).toBe(100);
  giveBack();
  giveBack();
  expect(budget.used).toBe(60);
});

test("one that is larger than the whole budget is refused with what to do", async () => {
  await expect(new ByteBudget(100).take(101, never)).rejects.toThrow("larger than this server accepts");
});

test("a caller that gives up lets the next one pass", async () => {
  const budget = new ByteBudget(100);
  await budget.take(60, never);
  const control = new AbortController();
  const large = budget.take(80, control.signal);
  const small = budget.take(40, never);
  control.abort(new Error("deadline"));
  await expect(large).rejects.toThrow("deadline");
  await small;
  expect(budget.used).toBe(100);
});

test("nobody listens to the signal of a caller that has its bytes, or has given up", async () => {
  const budget = new ByteBudget(100);
  const [served, given] = [new AbortController(), new AbortController()];
  const listening = () => [served, given].map(({ signal }) => getEventListeners(signal, "abort").length);
  const release = await budget.take(100, served.signal);
  expect(listening()).toEqual([0, 0]);
  const [first, second] = [budget.take(60, served.signal), budget.take(60, given.signal)];
  expect(listening()).toEqual([1, 1]);
  given.abort(new Error("gave up"));
  await expect(second).rejects.toThrow("gave up");
  release();
  await first;
  expect(listening()).toEqual([0, 0]);
  // One who gives up later gives nothing up.
  served.abort();
  expect(budget.used).toBe(60);
});

test("a caller that has given up before it came does not wait", async () => {
  const budget = new ByteBudget(100);
  const release = await budget.take(100, never);
  await expect(budget.take(10, AbortSignal.abort(new Error("gave up")))).rejects.toThrow("gave up");
  release();
  expect(budget.used).toBe(0);
});
