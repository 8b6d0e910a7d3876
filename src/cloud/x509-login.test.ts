import { afterEach, beforeEach, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { type OnedSim, startOnedSim } from "../oned-sim/index.ts";
import { addUser, passwordHash } from "../oned-sim/users/users.ts";
import type { OnedClient } from "../opennebula/client.ts";
import { createRpc } from "../opennebula/rpc.ts";
import { createX509Login } from "./x509-login.ts";

const account = { name: "serveradmin", secret: "6efb2e0c5ae3a0cd" };

let sim: OnedSim;
let oned: OnedClient;
let time: number;
beforeEach(async () => {
  sim = await startOnedSim({ seed: "demo" });
  const serveradmin = [...sim.world.users.values()].find(({ name }) => name === account.name);
  if (serveradmin === undefined) throw new Error("no serveradmin");
  serveradmin.passwordHash = passwordHash(account.secret);
  oned = createRpc({ urls: [sim.url], connections: 4, timeout: 5_000, answerLimit: 2 ** 24 });
  time = 0;
});
afterEach(() => sim.stop());

const login = (now: () => number = Date.now) => createX509Login({ account, oned, now, uptime: () => time });
const pools = (): number => sim.calls.filter(({ method }) => method === "one.userpool.info").length;

test("of two users with one subject it is the first that OpenNebula lists", async () => {
  addUser(sim.world, "older", "/CN=x", "x509");
  const newer = addUser(sim.world, "newer", "/CN=x|/CN=y", "x509");
  const first = [...(await oned.read("oneadmin:opennebula", "one.userpool.info")).matchAll(/<NAME>(older|newer)</g)][0];
  const one = login();
  expect((await one.login("/CN=x")).user).toBe(first?.[1] as string);
  expect((await one.login("/CN=y")).user).toBe(newer.name);
});

test("a user who is gone is unknown; what oned refuses or fails otherwise is not the certificate's fault", async () => {
  const carol = addUser(sim.world, "carol", "/CN=x", "x509");
  let failure: OcciError | undefined;
  const failing: OnedClient = {
    ...oned,
    read: (session, method, ...parameters) =>
      failure !== undefined && method === "one.user.info"
        ? Promise.reject(failure)
        : oned.read(session, method, ...parameters),
  };
  const one = createX509Login({ account, oned: failing, now: Date.now, uptime: () => time });
  expect((await one.login("/CN=x")).user).toBe(carol.name);
  for (const code of ["FORBIDDEN", "ONED_UNREACHABLE"] as const) {
    failure = new OcciError(code, "no");
    await expect(one.login("/CN=x")).rejects.toBe(failure);
  }
  failure = new OcciError("BAD_CREDENTIALS", "no");
  await expect(one.login("/CN=x")).rejects.toMatchObject({ code: "INTERNAL" });
  failure = new OcciError("NOT_FOUND", "no");
  await expect(one.login("/CN=x")).rejects.toMatchObject({ code: "BAD_CREDENTIALS" });
});

test("a name in the password of another driver's user is no subject", async () => {
  addUser(sim.world, "core", "/CN=x", "core");
  addUser(sim.world, "ssh", "/CN=x", "ssh");
  await expect(login().login("/CN=x")).rejects.toThrow("No user of OpenNebula has the subject");
});

test("strangers make all users be read again once in five seconds at most, and many at once do so once", async () => {
  const one = login();
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => one.login(`/CN=${i}`)));
  expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
  expect(pools()).toBe(1);
  addUser(sim.world, "new", "/CN=new", "x509");
  time = 4_999;
  await expect(one.login("/CN=new")).rejects.toThrow("No user of OpenNebula");
  expect(pools()).toBe(1);
  time = 5_000;
  expect((await one.login("/CN=new")).user).toBe("new");
  expect(pools()).toBe(2);
});

test("sessions stay the same for hours, so that oned knows them, and are good for twelve hours at least", async () => {
  addUser(sim.world, "carol", "/CN=x", "x509");
  const HOUR = 3_600_000;
  const begin = Date.now();
  let now = begin;
  const one = login(() => now);
  const { session } = await one.login("/CN=x");
  now = begin + 11 * HOUR;
  expect((await one.login("/CN=x")).session).toBe(session);
  now = begin + 13 * HOUR;
  const later = (await one.login("/CN=x")).session;
  expect(later).not.toBe(session);
  // A clock that was set back must not give sessions that are good for longer than meant.
  now = begin - 10 * HOUR;
  expect((await one.login("/CN=x")).session).not.toBe(later);
});
