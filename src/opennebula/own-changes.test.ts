import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { codeOf } from "../testing/code-of.ts";
import type { CallOf, Session } from "./client.ts";
import { OwnChanges } from "./own-changes.ts";
import { RecentChanges, SHOWN_AFTER } from "./recent-changes.ts";
import { ExchangeFailure } from "./transport.ts";

const ALICE = "alice:alicepass";
const BOB = "bob:bobpass";
const WAIT = 10_000;
/** Index of the leader; the others follow it. */
const LEADER = 2;

const away = () =>
  new OcciError("ONED_UNREACHABLE", "away", { cause: new ExchangeFailure("unreachable", false, "refused") });
const refused = () => new OcciError("BAD_CREDENTIALS", "no");

/** Three servers, of which followers show what is written `lag` ms later, and time that only passes while one waits. */
function zone(lag = 400) {
  let time = 0;
  let leaderFrom = 0;
  const dead = new Set<number>();
  const written: { at: number; name: string }[] = [{ at: -1e6, name: "old" }];
  const tokens = new Map<string, { from: number; until: number }>();
  const asked: string[] = [];
  /** What one server has heard of by now. */
  const heard = (server: number) => (server === LEADER && leaderFrom <= time ? time : time - lag);

  const known = (session: Session, server: number) => {
    if (session === ALICE || session === BOB) return true;
    const token = tokens.get(session);
    return token !== undefined && token.from <= heard(server) && heard(server) < token.until;
  };
  /** Any: the first that lives. */
  const ask = async (session: Session, [method]: CallOf, at?: number) => {
    const from = at ?? [0, 1, 2].find((server) => !dead.has(server)) ?? 0;
    asked.push(`${method}@${from}`);
    if (dead.has(from)) throw away();
    if (!known(session, from)) throw refused();
    if (method === "one.system.version") {
      if (time < leaderFrom) throw new OcciError("ONED_READ_ONLY", "no leader");
      return { payload: "6.10.0", from };
    }
    const names = written.filter((entry) => entry.at <= heard(from));
    const last = names.at(-1)?.name ?? "gone";
    if (last === "gone") throw new OcciError("NOT_FOUND", "no");
    return { payload: `<VM><NAME>${last}</NAME></VM>`, from };
  };
  const clock = {
    now: () => time,
    async sleep(ms: number) {
      time += ms;
    },
  };
  const own = new OwnChanges({ ask, addresses: 3, wait: WAIT, clock });
  return {
    own,
    asked,
    dead,
    tokens,
    now: () => time,
    sleep: clock.sleep,
    /** Writes a name, whose answer comes from the server 0. */
    rename(name: string) {
      written.push({ at: time, name });
      return own.changed(ALICE, "one.vm.rename", [7, name], 7, 0);
    },
    /** A change that no reading tells. */
    recreate(name: string) {
      written.push({ at: time, name });
      return own.changed(ALICE, "one.vm.recover", [7, 4], 7, 0);
    },
    write: (name: string) => written.push({ at: time, name }),
    elect(from: number) {
      leaderFrom = from;
    },
    /** What a user reads of the machine. */
    read: (session: Session) => own.read(session, async (at) => (await ask(session, ["one.vm.info", 7], at)).payload),
  };
}

describe("after a change that one reading tells", () => {
  test("it is answered when the server that made it shows it, and the user reads there without waiting", async () => {
    const { rename, read, now, asked } = zone(400);
    await rename("new");
    expect(now()).toBeGreaterThanOrEqual(400);
    expect(now()).toBeLessThan(SHOWN_AFTER);
    const seen = now();
    expect(await read(ALICE)).toContain("new");
    expect(now()).toBe(seen);
    expect(asked.at(-1)).toBe("one.vm.info@0");
  });

  test("at the leader it is answered at once", async () => {
    const { own, write, now } = zone(400);
    write("new");
    await own.changed(ALICE, "one.vm.rename", [7, "new"], 7, LEADER);
    expect(now()).toBe(0);
  });

  test("when that server goes away meanwhile, the reading waits until another one shows it", async () => {
    const { rename, read, dead, now } = zone(400);
    await rename("new");
    dead.add(0);
    expect(await read(ALICE)).toContain("new");
    expect(now()).toBe(SHOWN_AFTER);
  });

  test("one that oned said it had made, and does not show, is unknown", async () => {
    const { own, now } = zone(0);
    expect(await codeOf(own.changed(ALICE, "one.vm.rename", [7, "lost"], 7, 0))).toBe("OUTCOME_UNKNOWN");
    expect(now()).toBe(SHOWN_AFTER + WAIT);
  });

  test("an action that leaves no trace is unknown as soon as it must have been seen", async () => {
    let time = 0;
    const ask = async () => ({ payload: "<VM><STATE>3</STATE><LCM_STATE>3</LCM_STATE></VM>", from: 0 });
    const sleep = async (ms: number): Promise<void> => {
      time += ms;
    };
    const clock = { now: () => time, sleep };
    const own = new OwnChanges({ ask, addresses: 3, wait: WAIT, clock });
    expect(await codeOf(own.changed(ALICE, "one.vm.action", ["suspend", 7], 7, 0))).toBe("OUTCOME_UNKNOWN");
    expect(time).toBe(SHOWN_AFTER + 2_000);
  });

  test("a server that is late by more is waited for", async () => {
    const { rename, now, own, write } = zone(3_000);
    await rename("new");
    expect(now()).toBeLessThan(3_300);
    write("gone");
    expect(await codeOf(own.changed(ALICE, "one.template.delete", [7], 7, 0))).toBe("no error");
  });
});

describe("after a change that no reading tells", () => {
  test("the user's next reading waits until all must show it; nobody else waits", async () => {
    const { recreate, read, now } = zone(400);
    await recreate("new");
    expect(now()).toBe(0);
    expect(await read(BOB)).toContain("old");
    expect(now()).toBe(0);
    expect(await read(ALICE)).toContain("new");
    expect(now()).toBe(SHOWN_AFTER);
  });

  test("it waits once: what is read later is asked at once, and no leader is asked for", async () => {
    const { recreate, read, now, asked } = zone(400);
    await recreate("new");
    await read(ALICE);
    expect(await read(ALICE)).toContain("new");
    expect(now()).toBe(SHOWN_AFTER);
    expect(asked).toEqual(["one.system.version@0", "one.vm.info@0", "one.vm.info@0"]);
  });

  test("with no leader it waits until there is one, which has told its followers", async () => {
    const { recreate, read, now, elect } = zone(5_500);
    await recreate("new");
    elect(5_600);
    expect(await read(ALICE)).toContain("new");
    expect(now()).toBeLessThan(6_000);
  });

  test("with no leader for WAIT it is refused, not answered with what was before; later readings go on", async () => {
    const { recreate, read, now, elect } = zone(60_000);
    await recreate("new");
    elect(60_000);
    const error = await read(ALICE).catch((thrown: OcciError) => thrown);
    expect(error).toMatchObject({ code: "ONED_READ_ONLY", status: 503, retryAfter: 5 });
    expect(now()).toBe(SHOWN_AFTER + WAIT);
    expect(await read(ALICE)).toContain("old");
  });

  test("the same after a change whose answer was lost", async () => {
    const { own, write, read, now } = zone(400);
    write("new");
    own.unknown(ALICE);
    expect(await read(ALICE)).toContain("new");
    expect(now()).toBe(SHOWN_AFTER);
  });
});

describe("a refusal of a change", () => {
  const refusing = (code: "NOT_FOUND" | "WRONG_STATE", times: number, begin = () => {}) => {
    let tries = 0;
    return {
      tries: () => tries,
      run: async () => {
        begin();
        if (tries++ < times) throw new OcciError(code, "no");
        return "done";
      },
    };
  };

  test("of what the user has just made may be that of a former leader: it is asked again when there is one", async () => {
    const { own, recreate, now } = zone(400);
    await recreate("new");
    const change = refusing("NOT_FOUND", 1);
    expect(await own.believed(ALICE, false, change.run)).toBe("done");
    expect([change.tries(), now()]).toEqual([2, SHOWN_AFTER]);
    const gone = refusing("NOT_FOUND", 2);
    expect(await codeOf(own.believed(ALICE, false, gone.run))).toBe("NOT_FOUND");
    expect(gone.tries()).toBe(2);
  });

  test("that comes late may be one as well, unless a driver was waited for", async () => {
    const { own, sleep } = zone(400);
    const late = refusing("WRONG_STATE", 1, () => void sleep(3_000));
    expect(await own.believed(BOB, false, late.run)).toBe("done");
    const driver = refusing("WRONG_STATE", 1, () => void sleep(3_000));
    expect(await codeOf(own.believed(BOB, true, driver.run))).toBe("WRONG_STATE");
  });

  test("of somebody who has made nothing, or for another reason, is one", async () => {
    const { own, recreate, now } = zone(400);
    await recreate("new");
    for (const [session, code] of [
      [BOB, "NOT_FOUND"],
      [ALICE, "WRONG_STATE"],
    ] as const) {
      const change = refusing(code, 1);
      expect(await codeOf(own.believed(session, false, change.run))).toBe(code);
      expect(change.tries()).toBe(1);
    }
    expect(now()).toBe(0);
  });
});

describe("a login token", () => {
  const token = { from: 0, until: 1e9 };

  test("is answered when all servers take it, without those that are away", async () => {
    for (const dead of [[], [1]]) {
      const three = zone(400);
      for (const server of dead) three.dead.add(server);
      three.tokens.set("alice:secret", token);
      await three.own.changed(ALICE, "one.user.login", ["alice", "", 600], "secret", 0);
      expect(three.now()).toBeGreaterThanOrEqual(400);
      for (const at of [0, 2]) {
        expect(
          await codeOf(three.own.read("alice:secret", () => three.own.accepted("alice:secret", async () => at))),
        ).toBe("no error");
      }
      expect(three.now()).toBeLessThan(2 * SHOWN_AFTER);
    }
  });

  test("that every server takes keeps no later read waiting, one that a server might not take does", async () => {
    const asked = async (until: number) => {
      const three = zone(0);
      three.tokens.set("alice:secret", { from: -1e9, until });
      three.tokens.set("alice:old", { from: -1e9, until: 1e9 });
      await three.own.changed(ALICE, "one.user.login", ["alice", "", 600], "secret", 0).catch(() => {});
      three.asked.length = 0;
      await three.read(ALICE);
      return three.asked;
    };
    expect(await asked(1e9)).toEqual(["one.vm.info@0"]);
    expect(await asked(-1e8)).toEqual(["one.system.version@0", "one.vm.info@0"]);
  });

  test("that no server takes is unknown", async () => {
    const { own } = zone(400);
    const made = own.changed(ALICE, "one.user.login", ["alice", "", 600], "secret", 0);
    expect(await codeOf(made)).toBe("OUTCOME_UNKNOWN");
    await expect(made).rejects.toHaveProperty("hint", expect.stringContaining("(one.user.login)"));
  });

  test("that was revoked is answered when no server takes it; of all tokens, when none can any more", async () => {
    const one = zone(400);
    one.tokens.set("alice:secret", { from: -1e9, until: 0 });
    await one.own.changed(ALICE, "one.user.login", ["alice", "secret", 0], "secret", 0);
    expect(one.now()).toBeGreaterThanOrEqual(400);
    expect(await codeOf(one.read("alice:secret"))).toBe("BAD_CREDENTIALS");
    const all = zone(400);
    await all.own.changed(ALICE, "one.user.login", ["alice", "", 0], "", 0);
    expect(all.now()).toBe(SHOWN_AFTER);
  });

  test("a refusal within a second of it is asked again; of others it is one", async () => {
    let tries = 0;
    const after = (refusals: number) => async () => {
      if (tries++ < refusals) throw refused();
      return "let in";
    };
    const { own, now } = zone(0);
    await own.changed(ALICE, "one.user.login", ["alice", "", 0], "", 0);
    expect(await own.accepted("alice:new", after(3))).toBe("let in");
    tries = 0;
    expect(await codeOf(own.accepted("bob:new", after(1)))).toBe("BAD_CREDENTIALS");
    expect(tries).toBe(1);
    tries = 0;
    expect(await codeOf(own.accepted("alice:wrong", after(1_000)))).toBe("BAD_CREDENTIALS");
    expect(tries).toBeLessThan(5);
    expect(now()).toBeLessThan(1_500);
    tries = 0;
    expect(await codeOf(own.accepted("alice:wrong", after(1)))).toBe("BAD_CREDENTIALS");
    expect(tries).toBe(1);
  });
});

test("what users have changed is remembered no longer than it matters", () => {
  const recent = new RecentChanges(10_000);
  for (let i = 0; i < 100_000; i++) {
    recent.changed(`user ${i}`, i);
    recent.credentialsChanged(`user ${i}`, i);
  }
  expect(recent.size).toBeLessThanOrEqual(11_000 + 2 * 1_000);
  expect(recent.last("user 99999", 100_000)).toEqual({ at: 99_999 });
  expect(recent.last("user 0", 100_000)).toBeUndefined();
});

test("a later change is not shown by what shows an earlier one", () => {
  const recent = new RecentChanges(10_000);
  const first = recent.changed("alice", 0);
  const second = recent.changed("alice", 5);
  recent.shown("alice", first, 1);
  expect(recent.last("alice", 6)).toBe(second);
  recent.forget("alice", first);
  expect(recent.last("alice", 6)).toBe(second);
  recent.shown("alice", second, 1);
  expect(recent.last("alice", 6)).toEqual({ at: 5, shownAt: 1 });
});
