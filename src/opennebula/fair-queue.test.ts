import { describe, expect, test } from "bun:test";
import { getEventListeners } from "node:events";
import fc from "fast-check";
import { FairQueue } from "./fair-queue.ts";

const never = new AbortController().signal;
/** Lets everything that is ready run. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("the queue in front of oned", () => {
  test("lets through as many at once as there are places", async () => {
    const queue = new FairQueue(2);
    const first = await queue.enter("alice", never);
    await queue.enter("alice", never);
    let third = false;
    queue.enter("alice", never).then(() => {
      third = true;
    });
    await settle();
    expect([queue.running, queue.waiting, third]).toEqual([2, 1, false]);
    first();
    await settle();
    expect([queue.running, queue.waiting, third]).toEqual([2, 0, true]);
  });

  test("serves users in turn: one caller of bob waits for one of alice, not for all of hers", async () => {
    const queue = new FairQueue(1);
    const leave = await queue.enter("alice", never);
    const order: string[] = [];
    const visit = async (user: string) => {
      const done = await queue.enter(user, never);
      order.push(user);
      done();
    };
    const visits = ["alice", "alice", "alice", "bob", "carol"].map(visit);
    leave();
    await Promise.all(visits);
    expect(order).toEqual(["alice", "bob", "carol", "alice", "alice"]);
  });

  test("is full for who has his share of those that wait, and for others only when there are twice as many", async () => {
    const queue = new FairQueue(1);
    await queue.enter("alice", never);
    const wait = (user: string, count: number) => {
      for (let i = 0; i < count; i++) void queue.enter(user, never);
    };
    const full = (user: string) => queue.isFullFor(user, 10);
    wait("alice", 9);
    expect([full("alice"), full("bob")]).toEqual([false, false]);
    wait("alice", 1);
    expect([full("alice"), full("bob")]).toEqual([true, false]);
    wait("bob", 4);
    expect([full("bob"), full("carol")]).toEqual([false, false]);
    wait("bob", 1);
    expect([full("bob"), full("carol")]).toEqual([true, false]);
    for (const name of ["c", "d", "e", "f", "g"]) wait(name, 1);
    expect(full("c")).toBe(true);
    expect([queue.waiting, full("carol")]).toEqual([20, true]);
  });

  test("is full for nobody as long as fewer wait than may, whoever they are", async () => {
    const queue = new FairQueue(1);
    await queue.enter("alice", never);
    for (const user of ["alice", "alice", "alice", "bob"]) void queue.enter(user, never);
    expect([queue.isFullFor("alice", 5), queue.isFullFor("alice", 4)]).toEqual([false, true]);
    expect([queue.isFullFor("bob", 4), queue.isFullFor("bob", 2)]).toEqual([false, true]);
  });

  test("does not let in a caller that has given up before it came", async () => {
    const queue = new FairQueue(1);
    await expect(queue.enter("alice", AbortSignal.abort(new Error("gave up")))).rejects.toThrow("gave up");
    expect(queue.running).toBe(0);
  });

  test("forgets a caller that gave up, and keeps its place for nobody", async () => {
    const queue = new FairQueue(1);
    const leave = await queue.enter("alice", never);
    const given = new AbortController();
    const waiting = queue.enter("bob", given.signal);
    given.abort(new Error("gave up"));
    await expect(waiting).rejects.toThrow("gave up");
    await settle();
    expect(queue.waiting).toBe(0);
    leave();
    expect(queue.running).toBe(0);
  });

  test("does not listen to the signal of a caller that has its place, or has given up", async () => {
    const queue = new FairQueue(1);
    const [served, given] = [new AbortController(), new AbortController()];
    const listening = () => [served, given].map(({ signal }) => getEventListeners(signal, "abort").length);
    const leave = await queue.enter("alice", served.signal);
    const [first, second] = [queue.enter("alice", served.signal), queue.enter("bob", given.signal)];
    expect(listening()).toEqual([1, 1]);
    given.abort(new Error("gave up"));
    await expect(second).rejects.toThrow("gave up");
    leave();
    const leaveAgain = await first;
    expect(listening()).toEqual([0, 0]);
    served.abort();
    expect([queue.running, queue.waiting]).toEqual([1, 0]);
    leaveAgain();
  });

  test("a place that is given back twice is given back once", async () => {
    const queue = new FairQueue(1);
    const leave = await queue.enter("alice", never);
    leave();
    leave();
    expect(queue.running).toBe(0);
  });

  test("never runs more than its limit and serves everybody, whatever comes and gives up", async () => {
    const user = fc.constantFrom("a", "b", "c");
    const visits = fc.array(fc.record({ user, givesUp: fc.boolean() }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), visits, async (limit, list) => {
        const queue = new FairQueue(limit);
        let running = 0;
        let served = 0;
        await Promise.all(
          list.map(async (visit) => {
            const control = new AbortController();
            const entered = queue.enter(visit.user, control.signal);
            if (visit.givesUp) control.abort();
            const leave = await entered.catch(() => undefined);
            if (leave === undefined) return;
            served++;
            running++;
            expect(running).toBeLessThanOrEqual(limit);
            await settle();
            running--;
            leave();
          }),
        );
        expect([queue.running, queue.waiting]).toEqual([0, 0]);
        expect(served).toBeGreaterThanOrEqual(list.filter((visit) => !visit.givesUp).length);
      }),
      { numRuns: 50 },
    );
  });
});
