import { describe, expect, test } from "bun:test";
import { LeaderWatch, type Sighting } from "./leader-watch.ts";
import { ExchangeFailure } from "./transport.ts";

const noLeader = new ExchangeFailure("no-leader", false, "no leader found");

function watch() {
  let time = 0;
  const told: (string | undefined)[] = [];
  const clock = { now: () => time, sleep: async () => {} };
  const leader = new LeaderWatch(clock, (reason) => told.push(reason));
  return {
    leader,
    told,
    pass(ms: number) {
      time += ms;
    },
  };
}

describe("what was found of the leader", () => {
  test("is told once, and when it is over", () => {
    const { leader, told } = watch();
    leader.failed(noLeader);
    leader.failed(noLeader);
    expect([leader.reason, leader.doubted]).toEqual(["its servers have no leader", true]);
    leader.failed(new ExchangeFailure("stopped", false, "zone disabled"));
    leader.answered();
    leader.answered();
    expect([leader.reason, leader.doubted]).toEqual([undefined, false]);
    // To toEqual of Bun a list may have more undefined values at its end.
    expect(told).toStrictEqual(["its servers have no leader", "its administrator has stopped them", undefined]);
  });

  test("is forgotten when nobody has tried for half a minute, but not that it is to be doubted", () => {
    const { leader, pass } = watch();
    leader.failed(noLeader);
    pass(29_000);
    expect(leader.reason).toBe("its servers have no leader");
    leader.failed(noLeader);
    pass(29_999);
    expect(leader.reason).toBe("its servers have no leader");
    pass(1);
    expect([leader.reason, leader.doubted]).toEqual([undefined, true]);
  });

  test("that an answer was lost, or is late, is a doubt and nothing to tell", () => {
    const { leader, told } = watch();
    leader.doubt();
    expect([leader.reason, leader.doubted]).toEqual([undefined, true]);
    leader.failed(new ExchangeFailure("lost-leader", true, "RPC call timed out and aborted"));
    expect([leader.reason, told.length]).toEqual([undefined, 0]);
    leader.failed(noLeader);
    leader.failed(new ExchangeFailure("lost-leader", true, "RPC call timed out and aborted"));
    expect([leader.reason, told]).toEqual(["its servers have no leader", ["its servers have no leader"]]);
  });
});

describe("the look for a leader", () => {
  test("is one for all who come meanwhile", async () => {
    const { leader } = watch();
    const found = Promise.withResolvers<Sighting>();
    let asked = 0;
    const ask = () => {
      asked++;
      return found.promise;
    };
    const looks = [leader.search(ask), leader.search(ask), leader.search(ask)];
    found.resolve(noLeader);
    expect(await Promise.all(looks)).toEqual([noLeader, noLeader, noLeader]);
    expect(asked).toBe(1);
    expect(await leader.search(async () => "seen")).toBe("seen");
  });

  test("by somebody whose password is wrong says nothing to the others", async () => {
    const { leader } = watch();
    const wrong = leader.search(async () => "refused");
    expect(await leader.search(async () => "seen")).toBe("seen");
    expect(await wrong).toBe("refused");
  });

  test("that fails is over", async () => {
    const { leader } = watch();
    const failing = leader.search(async () => {
      throw new Error("too many wait");
    });
    await expect(failing).rejects.toThrow("too many wait");
    await failing.catch(() => {});
    expect(await leader.search(async () => "seen")).toBe("seen");
  });
});
