/** How often and for how long servers are asked whether they show a change, and which answers end that. */
import { describe, expect, test } from "bun:test";
import { type ErrorCode, OcciError } from "../errors.ts";
import { codeOf } from "../testing/code-of.ts";
import type { CallOf } from "./client.ts";
import { OwnChanges } from "./own-changes.ts";
import { SHOWN_AFTER } from "./recent-changes.ts";
import { ExchangeFailure } from "./transport.ts";

const ALICE = "alice:alicepass";
const WAIT = 900;
const NEW = "<VM><NAME>new</NAME></VM>";
const OLD = "<VM><NAME>old</NAME></VM>";

/** A payload, the code of an error, or an error. */
type Answer = string | ErrorCode | Error;

/** Servers that answer so, and a clock of which each sleep is noted. @param answer to a call of a server, at a time. */
function servers(answer: (method: string, at: number | undefined, time: number) => Answer, addresses = 2) {
  let time = 0;
  const [asked, slept, sessions]: [string[], number[], string[]] = [[], [], []];
  const ask = async (session: string, [method]: CallOf, at?: number) => {
    sessions.push(session);
    asked.push(at === undefined ? method : `${method}@${at}`);
    const payload = answer(method, at, time);
    if (payload instanceof Error) throw payload;
    if (/^[A-Z_]+$/.test(payload)) throw new OcciError(payload as ErrorCode, "refused");
    return { payload, from: 1 };
  };
  const clock = {
    now: () => time,
    async sleep(milliseconds: number) {
      slept.push(milliseconds);
      time += milliseconds;
    },
  };
  const own = new OwnChanges({ ask, addresses, wait: WAIT, clock });
  const rename = () => own.changed(ALICE, "one.vm.rename", [7, "new"], 7, 0);
  /** A change that no reading tells. */
  const recreate = () => own.changed(ALICE, "one.vm.recover", [7, 4], 7, 0);
  return { own, asked, sessions, slept, rename, recreate, clock };
}
const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0);

describe("whether a change is shown", () => {
  test("is asked where it was made after 20 ms, then twice as late each time, every 250 ms at most, and at the end", async () => {
    const { rename, slept, asked } = servers((_, at) => (at === 1 ? NEW : OLD));
    await rename();
    expect(slept).toEqual([20, 40, 80, 160, 250, SHOWN_AFTER - 550]);
    expect(asked).toEqual([...Array<string>(7).fill("one.vm.info@0"), "one.system.version", "one.vm.info@1"]);
  });

  test("is asked where a leader is, then, for as long as a call may wait", async () => {
    const { rename, slept } = servers(() => OLD);
    expect(await codeOf(rename())).toBe("OUTCOME_UNKNOWN");
    expect(slept).toEqual([20, 40, 80, 160, 250, 200, 20, 40, 80, 160, 250, 250, 100]);
    expect(sum(slept)).toBe(SHOWN_AFTER + WAIT);
  });

  test.each(["BAD_CREDENTIALS", "ONED_DAMAGED_ANSWER"] as const)(
    "does not matter where oned answers %s",
    async (code) => {
      const { rename, asked } = servers(() => code);
      await rename();
      expect(asked).toEqual(["one.vm.info@0"]);
    },
  );

  test("does not matter either where the leader refuses the user", async () => {
    const { rename, slept } = servers((method) => (method === "one.system.version" ? "BAD_CREDENTIALS" : OLD));
    await rename();
    expect(sum(slept)).toBe(SHOWN_AFTER);
  });

  test("is not known when this program fails", async () => {
    await expect(servers(() => new TypeError("a fault")).rename()).rejects.toThrow("a fault");
  });
});

describe("a user's reading", () => {
  const lost = () => new OcciError("ONED_UNREACHABLE", "away", { cause: new ExchangeFailure("broken", true, "reset") });

  test("waits for all of a change of which only the first part was seen", async () => {
    const { own, slept } = servers(() => "<VNET><ID>7</ID></VNET>");
    await own.changed(ALICE, "one.vn.allocate", ["NAME=x", 0], 7, 0);
    expect(slept).toEqual([]);
    expect(await own.read(ALICE, async (at) => at)).toBeUndefined();
    expect(slept).toEqual([SHOWN_AFTER]);
  });

  test("goes to the server that shows the change, and is answered by its refusal", async () => {
    const { own, rename } = servers(() => NEW);
    await rename();
    const tried: (number | undefined)[] = [];
    const reading = own.read(ALICE, async (at) => {
      tried.push(at);
      throw new OcciError("NOT_FOUND", "no");
    });
    expect(await codeOf(reading)).toBe("NOT_FOUND");
    // To toEqual of Bun a list may have more undefined values at its end.
    expect(tried).toStrictEqual([0]);
  });

  test("goes anywhere when all servers must show the change, and it is not remembered any longer", async () => {
    const { own, rename, clock, asked } = servers(() => NEW);
    await rename();
    await clock.sleep(SHOWN_AFTER - 1);
    expect(await own.read(ALICE, async (at) => at)).toBe(0);
    await clock.sleep(1);
    expect(await own.read(ALICE, async (at) => at)).toBeUndefined();
    expect(await own.read(ALICE, async (at) => at)).toBeUndefined();
    expect(asked).toEqual(["one.vm.info@0", "one.system.version"]);
  });

  test("goes elsewhere, once others show it, where that server is away", async () => {
    const { own, rename, slept } = servers(() => NEW);
    await rename();
    const tried: (number | undefined)[] = [];
    const reading = own.read(ALICE, async (at) => {
      tried.push(at);
      if (at === 0) throw lost();
      return "seen";
    });
    expect(await reading).toBe("seen");
    expect([tried, slept]).toEqual([[0, undefined], [SHOWN_AFTER]]);
  });

  test("fails where nothing was changed, or no server is left, as any other", async () => {
    const { own, recreate } = servers(() => NEW);
    let tries = 0;
    const fail = async (): Promise<never> => {
      tries += 1;
      throw lost();
    };
    expect(await codeOf(own.read(ALICE, fail))).toBe("ONED_UNREACHABLE");
    await recreate();
    expect(await codeOf(own.read(ALICE, fail))).toBe("ONED_UNREACHABLE");
    expect(tries).toBe(2);
  });

  test.each(["ONED_READ_ONLY", "ONED_FAILED"])(
    "looks for a leader every 250 ms, and once more at the end: %s",
    async (code) => {
      const { own, recreate, slept, asked } = servers(() => code);
      await recreate();
      expect(await codeOf(own.read(ALICE, async () => "seen"))).toBe("ONED_READ_ONLY");
      expect(slept).toEqual([SHOWN_AFTER, 250, 250, 250, 150]);
      expect(asked).toEqual(Array(5).fill("one.system.version"));
      // Who has waited in vain does not wait again.
      expect(await own.read(ALICE, async () => "seen")).toBe("seen");
    },
  );

  test.each(["OVERLOADED", "FORBIDDEN"] as const)("is %s when the look for a leader is", async (code) => {
    const { own, recreate, slept } = servers(() => code);
    await recreate();
    expect(await codeOf(own.read(ALICE, async () => "seen"))).toBe(code);
    expect(slept).toEqual([SHOWN_AFTER]);
  });

  test("is let through where the leader refuses the user: oned says so itself", async () => {
    const { own, recreate } = servers(() => "BAD_CREDENTIALS");
    await recreate();
    expect(await own.read(ALICE, async () => "seen")).toBe("seen");
  });
});

describe("a refusal of a user's credentials after a change of them", () => {
  test("is asked again after 40 ms, then twice as late each time, every 250 ms at most, for a second", async () => {
    const { own, slept } = servers(() => NEW, 1);
    await own.changed(ALICE, "one.user.login", ["alice", "", 600], "secret", 0);
    const refused = own.accepted(ALICE, async () => {
      throw new OcciError("BAD_CREDENTIALS", "no");
    });
    expect(await codeOf(refused)).toBe("BAD_CREDENTIALS");
    expect(slept).toEqual([40, 80, 160, 250, 250, 250]);
  });

  test("is not in doubt for another reason", async () => {
    const { own, slept } = servers(() => NEW, 1);
    await own.changed(ALICE, "one.user.login", ["alice", "", 600], "secret", 0);
    const failed = own.accepted(ALICE, async () => {
      throw new OcciError("NOT_FOUND", "no");
    });
    expect(await codeOf(failed)).toBe("NOT_FOUND");
    expect(slept).toEqual([]);
  });
});

describe("a change that is refused", () => {
  /** Refused after so many milliseconds, once. */
  const late = (world: ReturnType<typeof servers>, milliseconds: number, error: Error) => {
    let tries = 0;
    return world.own.believed(ALICE, false, async () => {
      if (tries++ > 0) return "done";
      await world.clock.sleep(milliseconds);
      throw error;
    });
  };
  const refusal = () => new OcciError("WRONG_STATE", "no");

  test("after two seconds may be so by a former leader: it is sent again when there is one", async () => {
    const world = servers(() => "6.10.0");
    expect(await late(world, 2_000, refusal())).toBe("done");
    expect(world.slept).toEqual([2_000, SHOWN_AFTER]);
    expect(
      await codeOf(
        late(
          servers(() => "6.10.0"),
          1_999,
          refusal(),
        ),
      ),
    ).toBe("WRONG_STATE");
  });

  test.each([
    ["ONED_TIMEOUT", new OcciError("ONED_TIMEOUT", "no")],
    ["ONED_FAILED", new OcciError("ONED_FAILED", "no")],
    ["BAD_CREDENTIALS", new OcciError("BAD_CREDENTIALS", "no")],
    ["a fault of this program", new TypeError("a fault")],
  ])("is not sent again after %s, however late it came", async (_, error) => {
    await expect(
      late(
        servers(() => "6.10.0"),
        5_000,
        error,
      ),
    ).rejects.toBe(error);
  });

  test("waits for a leader as long as a call may", async () => {
    const world = servers(() => "ONED_READ_ONLY");
    expect(await codeOf(late(world, 2_000, refusal()))).toBe("ONED_READ_ONLY");
    expect(world.slept).toEqual([2_000, SHOWN_AFTER, 250, 250, 250, 150]);
  });
});

describe("a login token", () => {
  const login = (world: ReturnType<typeof servers>, ...parameters: [string, string, number]) =>
    world.own.changed(ALICE, "one.user.login", parameters, "secret", 0);

  test("is waited for for a second, and then taken where one server takes it", async () => {
    const world = servers((_, at) => (at === 0 ? "<USER/>" : "BAD_CREDENTIALS"));
    await login(world, "alice", "", 600);
    expect(sum(world.slept)).toBe(1_000);
    // One of them might not know it yet: the user's reading looks for a leader first.
    await world.own.read(ALICE, async () => "seen");
    expect(world.asked.at(-1)).toBe("one.system.version");
    expect(new Set(world.sessions)).toEqual(new Set(["alice:secret", ALICE]));
  });

  test("is not waited for at servers that cannot be asked", async () => {
    const world = servers((_, at) => (at === 0 ? "<USER/>" : "ONED_UNREACHABLE"));
    await login(world, "alice", "", 600);
    expect(world.slept).toEqual([]);
    expect(await world.own.read(ALICE, async (at) => at)).toBeUndefined();
    expect(world.asked).toEqual(["one.user.info@0", "one.user.info@1"]);
  });

  test("that was revoked is waited for until no server takes it; those that are away do not count", async () => {
    const world = servers((_, at) => (at === 0 ? "BAD_CREDENTIALS" : "ONED_UNREACHABLE"));
    await login(world, "alice", "given", 0);
    expect(world.slept).toEqual([]);
    expect(world.asked).toEqual(["one.user.info@0", "one.user.info@1"]);
    expect(new Set(world.sessions)).toEqual(new Set(["alice:given"]));
  });

  test("is not made when this program fails", async () => {
    await expect(
      login(
        servers(() => new TypeError("a fault")),
        "alice",
        "",
        600,
      ),
    ).rejects.toThrow("a fault");
  });
});

test.each([
  [7, ", 7)"],
  ["", ")"],
])("what does not show is named in the hint, with the id that oned gave: %j", async (payload, end) => {
  const { own } = servers((method) => (method === "one.system.version" ? "6.10.0" : "NOT_FOUND"));
  const made = own.changed(ALICE, "one.vm.rename", [7, "new"], payload, 0);
  await expect(made).rejects.toHaveProperty("hint", expect.stringContaining(`(one.vm.rename${end}`));
});
