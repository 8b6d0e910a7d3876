import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import type { OnedClient } from "../opennebula/client.ts";
import { AcceptedLately } from "./accepted-lately.ts";
import { delayAfter, LoginDelay } from "./login-delay.ts";

const HERE = "192.0.2.1";
const THERE = "192.0.2.2";
const LONGEST = 60_000;
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** An oned that knows one password, on a clock that is moved by hand. */
function world(failure?: () => unknown) {
  const state = { time: 1_000_000, calls: 0 };
  const delays = new LoginDelay(() => state.time);
  const answer = async (session: string): Promise<string> => {
    state.calls++;
    const thrown = failure?.();
    if (thrown !== undefined) throw thrown;
    if (!session.endsWith(":right")) throw new OcciError("BAD_CREDENTIALS", "no");
    return "yes";
  };
  const oned: OnedClient = {
    read: answer,
    change: answer,
    readMany: async (session) => [{ encoded: Buffer.from(await answer(session)), release() {} }],
    readPool: async (session) => ({ encoded: Buffer.from(await answer(session)), release() {} }),
  };
  const login = async (user: string, password: string, address = HERE, longest = LONGEST): Promise<string> => {
    const session = `${user}:${password}`;
    const guarded = delays.guard(oned, { user, session, address, longest });
    try {
      return await guarded.read(session, "one.user.info", -1);
    } catch (error) {
      if (error instanceof OcciError) return error.code;
      throw error;
    }
  };
  return { state, delays, oned, login };
}

describe("wrong passwords", () => {
  test("cost nothing twice, then a second, and each twice as long as the one before", async () => {
    const { state, login } = world();
    const asked: number[] = [];
    for (let tenth = 0; tenth < 1200; tenth++) {
      const before = state.calls;
      await login("alice", `guess ${tenth}`);
      if (state.calls > before) asked.push(tenth / 10);
      state.time += 100;
    }
    expect(asked).toEqual([0, 0.1, 0.2, 1.2, 3.2, 7.2, 15.2, 31.2, 63.2]);
  });

  test("are counted anew each time the right password has come", async () => {
    const { state, login } = world();
    for (let round = 0; round < 3; round++) {
      const outcomes: string[] = [];
      for (let guess = 0; guess < 4; guess++) outcomes.push(await login("alice", `guess ${guess}`));
      // The third costs a second, so that the fourth is not tried.
      expect(outcomes).toEqual(["BAD_CREDENTIALS", "BAD_CREDENTIALS", "BAD_CREDENTIALS", "LOGIN_DELAYED"]);
      state.time += 1_000;
      expect(await login("alice", "right")).toBe("yes");
      // Until the password is no longer one that was accepted lately.
      state.time += 11 * 60_000;
    }
  });

  test("reach oned ten times in a minute at most, when a hundred come a second, all of them at once", async () => {
    const { state, login } = world();
    for (let second = 0; second < 60; second++) {
      await Promise.all(Array.from({ length: 100 }, (_, i) => login("alice", `guess ${second}-${i}`)));
      state.time += 1000;
    }
    expect(state.calls).toBeLessThanOrEqual(10);
  });

  test("are told when the next try is possible", async () => {
    const { oned, delays, login } = world();
    for (let i = 0; i < 5; i++) await login("alice", "wrong");
    const guarded = delays.guard(oned, { user: "alice", session: "alice:x", address: HERE, longest: LONGEST });
    const refusal = guarded.read("alice:x", "one.user.info", -1);
    await expect(refusal).rejects.toMatchObject({
      code: "LOGIN_DELAYED",
      status: 429,
      retryAfter: 1,
      hint: "Wait 1 s, then try again.",
    });
  });

  test("never wait longer than LOGIN_DELAY; 0s is no delay", async () => {
    expect([1, 2, 3, 4, 8, 9, 10, 2000].map((failures) => delayAfter(failures, LONGEST))).toEqual([
      0,
      0,
      1000,
      2000,
      32_000,
      LONGEST,
      LONGEST,
      LONGEST,
    ]);
    const { state, login } = world();
    for (let i = 0; i < 100; i++) await login("alice", "wrong", HERE, 0);
    expect(state.calls).toBe(100);
  });

  test("are forgotten after a quarter of an hour, and by the right one", async () => {
    const { state, login } = world();
    for (let i = 0; i < 4; i++) await login("alice", "wrong");
    state.time += 16 * 60_000;
    const codes = [];
    for (let i = 0; i < 4; i++) codes.push(await login("alice", "wrong"));
    expect(codes).toEqual(["BAD_CREDENTIALS", "BAD_CREDENTIALS", "BAD_CREDENTIALS", "LOGIN_DELAYED"]);
    state.time += 1000;
    expect(await login("alice", "right")).toBe("yes");
    expect(await login("alice", "wrong")).toBe("BAD_CREDENTIALS");
    expect(await login("alice", "wrong")).toBe("BAD_CREDENTIALS");
  });
});

describe("nobody is locked out by them:", () => {
  async function attacked() {
    const made = world();
    expect(await made.login("alice", "right", HERE)).toBe("yes");
    for (let i = 0; i < 50; i++) {
      await made.login("alice", `guess ${i}`);
      made.state.time += 1000;
    }
    expect(await made.login("alice", "guess")).toBe("LOGIN_DELAYED");
    return made;
  }

  test("other users of the address", async () => {
    expect(await (await attacked()).login("bob", "right", HERE)).toBe("yes");
  });
  test("the user at another address", async () => {
    expect(await (await attacked()).login("alice", "right", THERE)).toBe("yes");
  });
  test("the user at the same address, whose password oned has accepted", async () => {
    expect(await (await attacked()).login("alice", "right", HERE)).toBe("yes");
  });

  test("but what was accepted counts no more when it is refused: a token that was revoked", async () => {
    const { login, oned, delays, state } = world();
    await login("alice", "right");
    const changed: OnedClient = {
      ...oned,
      read: async () => {
        state.calls++;
        throw new OcciError("BAD_CREDENTIALS", "no");
      },
    };
    const codes = [];
    for (let i = 0; i < 5; i++) {
      const session = "alice:right";
      const guarded = delays.guard(changed, { user: "alice", session, address: HERE, longest: LONGEST });
      codes.push(await guarded.read(session, "one.user.info", -1).catch(({ code }) => code));
    }
    expect(codes.slice(2)).toEqual(["BAD_CREDENTIALS", "LOGIN_DELAYED", "LOGIN_DELAYED"]);
  });
});

test("requests of one user at once wait for the first only, then go together", async () => {
  const { state, delays } = world();
  const waiting: (() => void)[] = [];
  let most = 0;
  const slow = async () => {
    state.calls++;
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      most = Math.max(most, waiting.length);
    });
    return "yes";
  };
  const oned: OnedClient = {
    read: slow,
    change: slow,
    readPool: () => Promise.reject(new Error("not asked")),
    readMany: () => Promise.reject(new Error("not asked")),
  };
  const session = "alice:right";
  const all = Array.from({ length: 20 }, () =>
    delays.guard(oned, { user: "alice", session, address: HERE, longest: LONGEST }).read(session, "one.vm.info", 1),
  );
  await settle();
  expect(state.calls).toBe(1);
  waiting.pop()?.();
  await settle();
  expect(state.calls).toBe(20);
  for (const end of waiting) end();
  expect(new Set(await Promise.all(all))).toEqual(new Set(["yes"]));
});

describe("an oned that is down", () => {
  test.each(["ONED_UNREACHABLE", "ONED_TIMEOUT", "ONED_DAMAGED_ANSWER", "OUTCOME_UNKNOWN", "ONED_FAILED"] as const)(
    "with %s counts as no failure: two thousand tries and the next one is asked",
    async (code) => {
      let down = true;
      const { state, login } = world(() => (down ? new OcciError(code, "down") : undefined));
      for (let i = 0; i < 2000; i++) expect(await login("alice", "right")).toBe(code);
      expect(state.calls).toBe(2000);
      down = false;
      expect(await login("alice", "right")).toBe("yes");
    },
  );

  test("tells those who waited for the first try as well", async () => {
    const { login } = world(() => new OcciError("ONED_TIMEOUT", "silent"));
    const codes = await Promise.all(Array.from({ length: 5 }, () => login("alice", "right")));
    expect(codes).toEqual(["ONED_TIMEOUT", ...Array(4).fill("OVERLOADED")]);
  });
});

describe("a password that has worked at this address lately", () => {
  const MINUTE = 60_000;

  test("waits for nobody who guesses there, as long as it is used now and then; guesses wait", async () => {
    const { state, login } = world();
    expect(await login("alice", "right")).toBe("yes");
    for (let minute = 0; minute < 60; minute++) {
      for (let i = 0; i < 20; i++) await login("alice", `guess ${minute}-${i}`);
      expect(await login("alice", "guess")).toBe("LOGIN_DELAYED");
      if (minute % 9 === 0) expect(await login("alice", "right")).toBe("yes");
      state.time += MINUTE;
    }
  });

  test("is asked about each time, and what it does there ends no delay of others", async () => {
    const { state, login } = world();
    await login("alice", "right");
    for (let i = 0; i < 3; i++) await login("alice", `guess ${i}`);
    const { calls } = state;
    for (let i = 0; i < 10; i++) expect(await login("alice", "right")).toBe("yes");
    expect(state.calls).toBe(calls + 10);
    expect(await login("alice", "one more")).toBe("LOGIN_DELAYED");
  });

  test("is a guess again after ten minutes", async () => {
    const { state, login } = world();
    await login("alice", "right");
    state.time += 10 * MINUTE - 1;
    for (let i = 0; i < 12; i++) await login("alice", `guess ${i}`);
    expect(await login("alice", "right")).toBe("yes");
    state.time += 10 * MINUTE;
    for (let i = 0; i < 12; i++) await login("alice", `guess ${i}`);
    expect(await login("alice", "right")).toBe("LOGIN_DELAYED");
  });

  test("is a guess at every other address: nobody learns there at once that it is the right one", async () => {
    const { login } = world();
    await login("alice", "right", HERE);
    for (let i = 0; i < 3; i++) await login("alice", `guess ${i}`, THERE);
    expect(await login("alice", "right", THERE)).toBe("LOGIN_DELAYED");
    expect(await login("alice", "right", HERE)).toBe("yes");
  });

  test("is a guess as another user's", async () => {
    const { login } = world();
    await login("alice", "right");
    for (let i = 0; i < 3; i++) await login("bob", `guess ${i}`);
    expect(await login("bob", "right")).toBe("LOGIN_DELAYED");
  });

  test("is kept for 4,096 users, and sixteen of each", () => {
    const lately = new AcceptedLately();
    for (let i = 0; i < 5000; i++) lately.add(`user ${i}`, "digest", 0);
    expect(lately.has("user 903", "digest", 1)).toBe(false);
    expect(lately.has("user 904", "digest", 1)).toBe(true);
    for (let i = 0; i < 20; i++) lately.add("user 4999", `token ${i}`, 0);
    expect(lately.has("user 4999", "token 3", 1)).toBe(false);
    expect(lately.has("user 4999", "token 4", 1)).toBe(true);
    expect(lately.has("user 4998", "digest", 1)).toBe(true);
  });
});

test("an old script with an old password waits itself: its neighbour's first login waits a second at most", async () => {
  const { state, login } = world();
  let asked = 0;
  for (let second = 0; second < 600; second++) {
    const before = state.calls;
    await login("alice", "old");
    asked += state.calls - before;
    state.time += 1000;
  }
  expect(asked).toBeLessThanOrEqual(17);
  await login("alice", "old");
  expect(["yes", "LOGIN_DELAYED"]).toContain(await login("alice", "right"));
  state.time += 1000;
  expect(await login("alice", "right")).toBe("yes");
});

describe("spellings that a driver may not tell apart share a delay:", () => {
  const ALIKE = ["Alice", "aLICE", "ALICE", "\uff41lice", "al\u00ecce", "ali\u0301ce", "al\u00adice", "a\u200blice"];
  test.each([...ALIKE, "%61lice", "%41%6c%69ce", "%2561lice", "alice.", "alice%20", "%c3%81lice"])(
    "%j",
    async (other) => {
      const { login } = world();
      const codes = [];
      for (const name of ["alice", other, "alice", other, "alice"]) codes.push(await login(name, "wrong"));
      expect(codes).toEqual([...Array(3).fill("BAD_CREDENTIALS"), ...Array(2).fill("LOGIN_DELAYED")]);
    },
  );
});

describe("thousands of other names", () => {
  test("free nobody of his delay", async () => {
    const { login } = world();
    for (let i = 0; i < 3; i++) await login("alice", `guess ${i}`);
    for (let i = 0; i < 40_000; i++) await login(`name ${i}`, "wrong");
    expect(await login("alice", "guess")).toBe("LOGIN_DELAYED");
  });

  test("delay nobody else: of a thousand users at the same address none", async () => {
    const { login } = world();
    for (let i = 0; i < 20_000; i++) await login(`name ${i}`, "wrong");
    const codes = new Set<string>();
    for (let i = 0; i < 1000; i++) codes.add(await login(`user ${i}`, "right"));
    expect([...codes]).toEqual(["yes"]);
  });
});

test("of the same code that comes several times at once, one counts", async () => {
  const delay = new LoginDelay(() => 1_000);
  const begun = Promise.withResolvers<void>();
  const isRight = async (): Promise<boolean> => {
    await begun.promise;
    return true;
  };
  const login = { user: "alice:code", session: "123456", address: "::", longest: 60_000 };
  const tries = [delay.once(login, isRight), delay.once(login, isRight)];
  begun.resolve();
  expect((await Promise.all(tries)).toSorted()).toEqual([false, true]);
});
