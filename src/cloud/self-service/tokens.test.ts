/** Login tokens: how they are listed, made and revoked, in front of an oned that answers what a test gives it. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../../errors.ts";
import { type Scripted, ScriptedOned } from "../../opennebula/testing/scripted-oned.ts";
import { callerOf } from "../ogf/testing/caller.ts";
import { failureOf } from "../testing/over-sim.ts";
import type { Requester } from "./requester.ts";
import { bySoonest, isFull, listTokens, makeToken, revokeByValue, revokeToken } from "./tokens.ts";

const tokenXml = (value: string, expires: number) =>
  `<LOGIN_TOKEN><TOKEN>${value}</TOKEN><EXPIRATION_TIME>${expires}</EXPIRATION_TIME><EGID>-1</EGID></LOGIN_TOKEN>`;
const USER = `<USER><ID>2</ID><NAME>alice</NAME><GNAME>users</GNAME>${tokenXml("late", 9000)}${tokenXml("never", -1)}${tokenXml("soon", 1000)}</USER>`;
const idOf = (value: string) => new Bun.CryptoHasher("sha256").update(value).digest("hex").slice(0, 12);

async function asked<T>(work: (alice: Requester) => Promise<T>, answers: Readonly<Record<string, Scripted>> = {}) {
  const oned = new ScriptedOned({ "user.info": USER, "user.login": "new", ...answers });
  const done = work({ ...callerOf(oned), user: "someone" });
  const failure = await failureOf(done);
  return {
    failure,
    result: await done.catch((error: OcciError) => error),
    calls: oned.calls.filter((call) => !call.startsWith("user.info")),
  };
}
const FULL = new OcciError("WRONG_STATE", "[one.user.login] Max number of tokens limit reached.");

test("tokens are listed by hash and end, the first to expire first; those that do not expire come last", async () => {
  expect((await asked(listTokens)).result as unknown).toEqual([
    { id: idOf("soon"), expires: new Date(1_000_000) },
    { id: idOf("late"), expires: new Date(9_000_000) },
    { id: idOf("never") },
  ]);
  const [soon, never] = [
    { value: "a", expires: 1, group: undefined },
    { value: "b", expires: undefined, group: undefined },
  ] as const;
  expect([bySoonest(soon, never) < 0, bySoonest(never, soon) > 0]).toEqual([true, true]);
});

describe("a new token", () => {
  test("is shown once, with its hash and its end", async () => {
    const before = Date.now();
    const { result, calls } = await asked((alice) => makeToken(alice, 3600));
    const { id, token, expires = new Date(0) } = result as Awaited<ReturnType<typeof makeToken>>;
    expect([id, token, calls]).toEqual([idOf("new"), "new", ["user.login alice  3600 -1"]]);
    expect(expires.getTime() - before).toBeGreaterThanOrEqual(3_600_000);
    expect(expires.getTime() - Date.now()).toBeLessThanOrEqual(3_600_000);
  });

  test("is refused where there are ten, and the one that expires first is named", async () => {
    const { failure } = await asked((alice) => makeToken(alice, 60), { "user.login": FULL });
    expect(failure).toBe(
      `WRONG_STATE: OpenNebula keeps 10 login tokens for a user, and you have that many: ${idOf("soon")} expires first.`,
    );
    const none = "<USER><ID>2</ID><NAME>alice</NAME></USER>";
    const without = await asked((alice) => makeToken(alice, 60), { "user.login": FULL, "user.info": none });
    expect(without.failure).toEndWith("and you have that many.");
  });

  test("is refused as oned refuses it for other reasons", async () => {
    expect(
      (await asked((alice) => makeToken(alice, 60), { "user.login": new OcciError("FORBIDDEN", "no") })).failure,
    ).toBe("FORBIDDEN: no");
    expect([
      isFull(FULL),
      isFull(new OcciError("WRONG_STATE", "no")),
      isFull(new Error("Max number of tokens")),
    ]).toEqual([true, false, false]);
  });
});

describe("a token is revoked", () => {
  test("by its hash, for the user who has it", async () => {
    expect((await asked((alice) => revokeToken(alice, idOf("late")))).calls).toEqual(["user.login alice late 0 -1"]);
  });

  test("by itself, also where it has expired meanwhile", async () => {
    expect((await asked((alice) => revokeByValue(alice, "late"))).calls).toEqual(["user.login someone late 0 -1"]);
    const gone = { "user.login": new OcciError("INVALID_REQUEST", "Could not find token") };
    expect((await asked((alice) => revokeByValue(alice, "late"), gone)).failure).toBe("no error");
    for (const error of [new OcciError("FORBIDDEN", "no"), new Error("Could not find token")]) {
      expect((await asked((alice) => revokeByValue(alice, "late"), { "user.login": error })).failure).not.toBe(
        "no error",
      );
    }
  });

  test("only if it is there", async () => {
    const { failure, calls } = await asked((alice) => revokeToken(alice, idOf("other")));
    expect([failure, calls]).toEqual(["NOT_FOUND: You do not have a login token with this id.", []]);
  });
});
