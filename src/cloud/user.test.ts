import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { ActionParameters, User } from "../model.ts";
import { passwordHash } from "../oned-sim/users/users.ts";
import { serverSession } from "../opennebula/server-session.ts";
import * as types from "./instance-types.ts";
import { ADMIN, ALICE, BOB, failureOf, noFault, type OverSim, overSim } from "./testing/over-sim.ts";
import * as user from "./user.ts";

let cloud: OverSim;
beforeEach(async () => {
  cloud = await overSim({ hashedClients: true });
});
afterEach(() => cloud.stop());

const act = (session: string, id: number, perform: string, params: ActionParameters = {}) =>
  user.act(cloud.deps, session, id, { perform, params });
const SELF = -1;
const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");
const works = async (session: string) => (await failureOf(user.login(cloud.deps, session))) === "no error";

async function list(session: string): Promise<User[]> {
  const all: User[] = [];
  for await (const batch of user.list(cloud.deps, session, noFault)) all.push(...batch);
  return all;
}

describe("users", () => {
  test("see themselves with their quotas, by id and as -1", async () => {
    const me = await user.show(cloud.deps, ALICE, SELF);
    expect(me).toMatchObject({ id: 2, name: "alice", group: "users" });
    expect(me.quotas?.map(({ name }) => name)).toEqual(["DATASTORE_QUOTA", "NETWORK_QUOTA", "VM_QUOTA", "IMAGE_QUOTA"]);
    expect(await user.show(cloud.deps, ALICE, 2)).toEqual(me);
  });

  test("see nobody else", async () => {
    expect(await failureOf(user.show(cloud.deps, ALICE, 3))).toStartWith("FORBIDDEN");
    expect((await list(ALICE)).map(({ name }) => name)).toEqual(["alice"]);
  });

  test("are all there for oneadmin, without what stands between them in oned's list", async () => {
    expect((await list(ADMIN)).map(({ name }) => name).sort()).toEqual(["alice", "bob", "oneadmin", "serveradmin"]);
  });
});

describe("a login token", () => {
  test("works as a password until it is revoked", async () => {
    const token = await act(ALICE, SELF, "token", { seconds: "60" });
    expect(token).toMatchObject({ seconds: 60, user: { id: 2, name: "alice" } });
    expect(await works(`alice:${token?.value}`)).toBe(true);
    expect(await act(ALICE, SELF, "revoketoken", { token: token?.value ?? "" })).toBeUndefined();
    expect(await works(`alice:${token?.value}`)).toBe(false);
  });

  test("is not shown: when it expires is, of oneself alone, the first to expire first", async () => {
    expect((await user.show(cloud.deps, ALICE, SELF)).tokenEnds).toEqual([]);
    const before = Math.floor(Date.now() / 1000);
    const made = [
      await act(ALICE, SELF, "token", { seconds: "7200" }),
      await act(ALICE, SELF, "token", { seconds: "60" }),
    ];
    const shown = await user.show(cloud.deps, ALICE, SELF);
    expect(shown.tokenEnds?.map((end = 0) => Math.round((end - before) / 60))).toEqual([1, 120]);
    for (const token of made) expect(JSON.stringify(shown)).not.toContain(token?.value ?? "none");
    expect((await list(ADMIN)).filter((one) => "tokenEnds" in one)).toEqual([]);
  });

  test("lives ninety days if nothing is said, and never for no time or for ever", async () => {
    expect((await act(ALICE, SELF, "token"))?.seconds).toBe(90 * 24 * 3600);
    for (const seconds of ["0", "-1", "soon", "1e9", "99999999999"]) {
      expect(await failureOf(act(ALICE, SELF, "token", { seconds }))).toStartWith("INVALID_REQUEST: SECONDS");
    }
  });

  test("without a name revokes all of them", async () => {
    const one = await act(ALICE, SELF, "token");
    const other = await act(ALICE, SELF, "token");
    await act(ALICE, SELF, "revoketoken");
    expect(await works(`alice:${one?.value}`)).toBe(false);
    expect(await works(`alice:${other?.value}`)).toBe(false);
    expect(await works(ALICE)).toBe(true);
  });

  test("is for oneself only", async () => {
    expect(await failureOf(act(ALICE, 3, "token"))).toStartWith("FORBIDDEN");
  });
});

describe("a client that sends the hash of the password", () => {
  test("can log in once its user has made a token of that hash", async () => {
    const hash = sha1("bobpass");
    expect(await works(`bob:${hash}`)).toBe(false);
    expect((await act(BOB, SELF, "hashed"))?.value).toBe(hash);
    expect(await works(`bob:${hash}`)).toBe(true);
  });

  test("gets no token of a token, nor of another user's password", async () => {
    const token = await act(BOB, SELF, "token");
    expect(await failureOf(act(`bob:${token?.value}`, SELF, "hashed"))).toStartWith("INVALID_REQUEST");
    expect(await failureOf(act(ADMIN, 3, "hashed"))).toStartWith("INVALID_REQUEST");
  });

  test("gets none of a login by certificate, which has no password", async () => {
    const serveradmin = [...cloud.sim.world.users.values()].find(({ name }) => name === "serveradmin");
    if (serveradmin === undefined) throw new Error("no serveradmin");
    serveradmin.passwordHash = passwordHash("secret");
    const session = serverSession({ name: "serveradmin", secret: "secret" }, "bob", Date.now() / 1000 + 3600);
    expect(await failureOf(act(session, SELF, "hashed"))).toStartWith("INVALID_REQUEST");
  });

  test("is not let in unless the administrator says so", async () => {
    const { deps } = cloud;
    cloud.deps = { ...deps, config: { ...deps.config, hashedClients: false } };
    expect(await failureOf(act(BOB, SELF, "hashed"))).toStartWith("FORBIDDEN");
    expect(await works(`bob:${sha1("bobpass")}`)).toBe(false);
  });
});

test("other actions of a user are refused", async () => {
  expect(await failureOf(act(ALICE, SELF, "explode"))).toBe("FORBIDDEN: Action explode not supported");
});

describe("instance types", () => {
  test("show the capacity that their templates give", () => {
    expect(types.list(cloud.deps)).toEqual([
      { name: "small", cpu: "1", memory: "1024" },
      { name: "medium", cpu: "4", memory: "4096" },
      { name: "large", cpu: "8", memory: "8192" },
    ]);
    expect(types.show(cloud.deps, "medium")).toEqual({ name: "medium", cpu: "4", memory: "4096" });
  });

  test("are found by their exact name", async () => {
    for (const name of ["SMALL", "huge", "", "../small"]) {
      expect(await failureOf((async () => types.show(cloud.deps, name))())).toBe(
        `NOT_FOUND: INSTANCE_TYPE ${name} not found`,
      );
    }
  });
});
