import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import type { OnedClient } from "../opennebula/client.ts";
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
    const { delays, oned } = world();
    expect(delays.guard(oned, { user: "alice", session: "alice:x", address: HERE, longest: 0 })).toBe(oned);
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

describe("the client of one request", () => {
  const session = "alice:right";
  /** An oned that gives these answers in turn: a code is an error, anything else its value. */
  function answering(answers: readonly unknown[]) {
    const left = [...answers];
    const calls: unknown[] = [];
    const answer = async (...parameters: unknown[]): Promise<never> => {
      calls.push(parameters);
      const next = left.shift();
      if (next instanceof OcciError) throw next;
      return next as never;
    };
    const oned: OnedClient = { read: answer, readPool: answer, readMany: answer, change: answer };
    return { oned, calls };
  }
  const refusal = new OcciError("BAD_CREDENTIALS", "no");
  const codesOf = async (client: OnedClient, times: number): Promise<unknown[]> => {
    const codes: unknown[] = [];
    for (let i = 0; i < times; i++) codes.push(await client.read(session, "one.vm.info", i).catch(({ code }) => code));
    return codes;
  };
  const guarded = (answers: readonly unknown[]) => {
    const { oned, calls } = answering(answers);
    const login = { user: "alice", session, address: HERE, longest: LONGEST };
    return { client: new LoginDelay(() => 1_000_000).guard(oned, login), calls };
  };

  test("hands on what is called and what is answered", async () => {
    const { client, calls } = guarded(["a", "b", "c", "d"]);
    const many = [{ method: "one.vm.info", parameters: [1] }] as never;
    expect(await client.read(session, "one.vm.info", 7)).toBe("a");
    expect(await client.readPool(session, "one.vmpool.info", -2)).toBe("b" as never);
    expect(await client.readMany(session, many)).toBe("c" as never);
    expect(await client.change(session, "one.vm.rename", 7, "name")).toBe("d");
    expect(calls).toEqual([
      [session, "one.vm.info", 7],
      [session, "one.vmpool.info", -2],
      [session, many],
      [session, "one.vm.rename", 7, "name"],
    ]);
  });

  test("tries the password with its first call, whichever it is", async () => {
    const many = [] as never;
    for (const first of ["read", "readPool", "readMany", "change"] as const) {
      const { state, delays, oned, login } = world();
      for (let i = 0; i < 3; i++) await login("alice", `guess ${i}`);
      const client = delays.guard(oned, { user: "alice", session, address: HERE, longest: LONGEST });
      const call = first === "readMany" ? client.readMany(session, many) : client[first](session, "one.vm.info", 1);
      await expect(call).rejects.toHaveProperty("code", "LOGIN_DELAYED");
      expect(state.calls).toBe(3);
    }
  });

  test("counts no refusal once a call has been let in, with or without success", async () => {
    for (const first of ["yes", new OcciError("NOT_FOUND", "no such machine")]) {
      const { client } = guarded([first, ...Array(9).fill(refusal)]);
      expect((await codesOf(client, 10)).slice(1)).toEqual(Array(9).fill("BAD_CREDENTIALS"));
    }
  });

  test("tries again after a refusal", async () => {
    const { client } = guarded(Array(9).fill(refusal));
    expect(await codesOf(client, 5)).toEqual([...Array(3).fill("BAD_CREDENTIALS"), ...Array(2).fill("LOGIN_DELAYED")]);
  });
});

describe("failures that the right password has ended", () => {
  /** Fails, and then logs in: from then on failures are counted anew. */
  async function pardoned({ login, state }: ReturnType<typeof world>, user: string, failures: number): Promise<void> {
    for (let i = 0; i < failures; i++) await login(user, `guess ${i}`);
    state.time += 1_000;
    expect(await login(user, "right")).toBe("yes");
    state.time -= 1_000;
  }
  const twoGuesses = async ({ login }: ReturnType<typeof world>) => [
    await login("alice", "guess a"),
    await login("alice", "guess b"),
  ];

  test("count no more, whoever else logs in without a failure", async () => {
    const made = world();
    await pardoned(made, "alice", 3);
    for (let i = 0; i < 4_100; i++) await made.login(`user ${i}`, "right");
    expect(await twoGuesses(made)).toEqual(["BAD_CREDENTIALS", "BAD_CREDENTIALS"]);
  });

  test("are remembered of 4,096 users: those of the user for whom it was the longest ago count again", async () => {
    const made = world();
    await pardoned(made, "alice", 2);
    for (let i = 0; i < 4_095; i++) await pardoned(made, `user ${i}`, 1);
    // By now her password is no longer among those that were accepted lately: so she can be pardoned again.
    await made.login("one more", "right");
    await pardoned(made, "alice", 1);
    await pardoned(made, "another", 1);
    expect(await twoGuesses(made)).toEqual(["BAD_CREDENTIALS", "BAD_CREDENTIALS"]);
    await made.login("user 0", "guess b");
    await made.login("user 0", "guess c");
    expect(await made.login("user 0", "guess d")).toBe("LOGIN_DELAYED");
    await made.login("user 1", "guess b");
    await made.login("user 1", "guess c");
    expect(await made.login("user 1", "guess d")).toBe("BAD_CREDENTIALS");
  });
});

test("a name and an address that read alike when they are put together are not the same", async () => {
  const { login } = world();
  for (let i = 0; i < 5; i++) await login("alice1", `guess ${i}`, "92.0.2.1");
  expect(await login("alice1", "right", "92.0.2.1")).toBe("LOGIN_DELAYED");
  expect(await login("alice", "right", "192.0.2.1")).toBe("yes");
});

test("who waited for a try that got no answer is told to come again in five seconds", async () => {
  const { delays, oned } = world(() => new OcciError("ONED_TIMEOUT", "silent"));
  const attempt = () =>
    delays
      .guard(oned, { user: "alice", session: "alice:right", address: HERE, longest: LONGEST })
      .read("alice:right", "one.user.info", -1);
  const [first, second] = await Promise.allSettled([attempt(), attempt()]);
  expect(first).toHaveProperty("reason.code", "ONED_TIMEOUT");
  expect(second).toMatchObject({ reason: { code: "OVERLOADED", retryAfter: 5 } });
});

describe("codes of a second factor", () => {
  /** A clock that is moved by hand, and the code that is right. */
  function codes() {
    const state = { time: 1_000_000, checked: 0 };
    const delay = new LoginDelay(() => state.time);
    const attempt = (code: string, right = "right") =>
      delay
        .once({ user: "alice:code", session: code, address: HERE, longest: LONGEST }, async () => {
          state.checked++;
          return code.startsWith(right);
        })
        .catch(({ code: error, retryAfter }) => [error, retryAfter]);
    return { state, attempt };
  }

  test("that are wrong are delayed as passwords are, to the millisecond", async () => {
    const { state, attempt } = codes();
    for (let i = 0; i < 3; i++) expect(await attempt(`wrong ${i}`)).toBe(false);
    expect(await attempt("right")).toEqual(["LOGIN_DELAYED", 1]);
    state.time += 999;
    expect(await attempt("right")).toEqual(["LOGIN_DELAYED", 1]);
    expect(state.checked).toBe(3);
    state.time += 1;
    expect(await attempt("right")).toBe(true);
  });

  test("that are right end the delay, each of them once", async () => {
    const { attempt } = codes();
    for (let round = 0; round < 5; round++) {
      expect([await attempt(`wrong ${round}`), await attempt(`right ${round}`)]).toEqual([false, true]);
    }
    expect(await attempt("right 0")).toBe(false);
  });

  test("that come at once are counted before any of them is known to be wrong", async () => {
    const { state, attempt } = codes();
    const tries = await Promise.all(Array.from({ length: 9 }, (_, i) => attempt(`wrong ${i}`)));
    expect(state.checked).toBe(3);
    expect(tries.slice(0, 4)).toEqual([false, false, false, ["LOGIN_DELAYED", 1]]);
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
