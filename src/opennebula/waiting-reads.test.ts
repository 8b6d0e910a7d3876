import { expect, test } from "bun:test";
import { WaitingReads } from "./waiting-reads.ts";

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Reads that stand in line until they are let go. */
function line() {
  const reads = new WaitingReads<number>();
  const waiting: (() => void)[] = [];
  let calls = 0;
  const join = (key: string) =>
    reads.join(key, async (begins) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      begins();
      return ++calls;
    });
  const read = (key: string) => join(key).answer;
  return { join, read, letGo: () => waiting.shift()?.(), calls: () => calls };
}

test("who asks the same while it waits gets the same answer, of one call", async () => {
  const { read, letGo, calls } = line();
  const asked = [read("vm 7"), read("vm 7"), read("vm 7")];
  letGo();
  expect(await Promise.all(asked)).toEqual([1, 1, 1]);
  expect(calls()).toBe(1);
});

test("all who got one answer count each other, to give its bytes back when the last is done", async () => {
  const { join, letGo } = line();
  const asked = [join("vm pool"), join("vm pool"), join("vm pool")];
  letGo();
  const [first, second, third] = asked;
  await Promise.all(asked.map(({ answer }) => answer));
  expect(first?.sharers.count).toBe(3);
  expect(second?.sharers).toBe(first?.sharers);
  expect(third?.sharers).toBe(first?.sharers);
});

test("other keys are other calls: another user, another object", async () => {
  const { read, letGo } = line();
  const asked = [read("alice vm 7"), read("bob vm 7")];
  letGo();
  letGo();
  expect(await Promise.all(asked)).toEqual([1, 2]);
});

test("who asks once the call is on its way has a call of its own: the answer may be older than the question", async () => {
  const { read, letGo } = line();
  const first = read("vm 7");
  letGo();
  await settle();
  const second = read("vm 7");
  letGo();
  expect([await first, await second]).toEqual([1, 2]);
});

test("a call that begins at once is joined by nobody", async () => {
  const reads = new WaitingReads<number>();
  let calls = 0;
  const read = async () => {
    const { answer } = reads.join("vm 7", async (begins) => {
      begins();
      await settle();
      return ++calls;
    });
    return answer;
  };
  expect(new Set(await Promise.all([read(), read()]))).toEqual(new Set([1, 2]));
});

test("one that fails in line fails for all who waited, and is forgotten", async () => {
  const reads = new WaitingReads<number>();
  const failing = () =>
    reads.join("vm 7", async () => {
      await settle();
      throw new Error("overloaded");
    }).answer;
  const outcomes = await Promise.allSettled([failing(), failing()]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await reads.join("vm 7", async () => 5).answer).toBe(5);
});
