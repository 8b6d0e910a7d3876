/** What the doctor says of a zone of several servers. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testConfig } from "../http/testing/config.ts";
import { startOnedSim } from "../oned-sim/index.ts";
import { type TestZone, testZone } from "../oned-sim/testing/zone.ts";
import { createRpc } from "../opennebula/rpc.ts";
import type { Finding } from "./finding.ts";
import { userFindings } from "./oned.ts";
import { zoneFindings } from "./zone.ts";

const ADMIN = "oneadmin:opennebula";
const ALICE = "alice:alicepass";
const client = (...urls: string[]) => createRpc({ urls, connections: 4, timeout: 2_000, answerLimit: 2 ** 20 });

let zone: TestZone;
beforeEach(() => {
  zone = testZone();
});
afterEach(() => zone.stop());

const look = (session: string, urls: readonly string[] = zone.urls) =>
  zoneFindings(urls, client(...urls), (url) => client(url), session);
const brief = (found: readonly Finding[]) => found.map(({ status, text }) => `${status}: ${text}`);

describe("a zone", () => {
  test("with nothing the matter: who leads, in which term", async () => {
    const [first, second, third] = zone.urls;
    expect(brief(await look(ADMIN))).toEqual([
      `ok: ${first}: s0 is the leader, in term 1`,
      `ok: ${second}: s1 is a follower, in term 1`,
      `ok: ${third}: s2 is a follower, in term 1`,
    ]);
  });

  test("after an election the term is the next, and who is away is not known", async () => {
    zone.kill(0);
    await zone.time.to(6_000);
    const found = await look(ADMIN);
    expect(found.map(({ status }) => status)).toEqual(["unknown", "ok", "ok"]);
    expect(found[1]?.text).toEndWith("s1 is the leader, in term 2");
  });

  test("without a leader is an error with what to do, and the login is none", async () => {
    zone.kill(0);
    zone.kill(1);
    await zone.time.to(6_000);
    const found = await look(ADMIN);
    expect(found.map(({ status }) => status)).toEqual(["unknown", "unknown", "warning", "error"]);
    expect(found.at(-1)?.text).toBe("none of the servers is the leader: OpenNebula answers reads but refuses changes");
    expect(found.filter(({ status, advice }) => status === "error" && advice === undefined)).toEqual([]);
    const directory = mkdtempSync(join(tmpdir(), "occi-doctor-zone-"));
    const config = testConfig(directory, { onedUrls: zone.urls });
    const user = await userFindings(config, client(...zone.urls), ADMIN);
    rmSync(directory, { recursive: true });
    expect(user.find(({ check }) => check === "login")?.status).toBe("ok");
    expect(user.find(({ check }) => check === "version")).toMatchObject({
      status: "unknown",
      text: expect.stringContaining("its servers have no leader"),
    });
  });

  test("with two leaders: the one that is cut off is named", async () => {
    zone.cutOff(0);
    await zone.time.to(6_000);
    const found = await look(ADMIN);
    const [first, second] = zone.urls;
    expect(brief(found).at(-1)).toBe(`error: ${first} and ${second} both claim to be the leader, in terms 1 and 2`);
  });

  test("of which ONE_XMLRPC misses a server, under whatever names", async () => {
    const [, second] = zone.urls;
    const localhost = zone.urls.map((url) => url.replace("127.0.0.1", "localhost"));
    for (const session of [ADMIN, ALICE]) {
      expect(brief(await look(session, localhost)).filter((line) => line.startsWith("warning"))).toEqual([]);
      const found = await look(session, [zone.urls[0] as string, zone.urls[2] as string]);
      expect(brief(found).at(-1)).toBe(`warning: ONE_XMLRPC does not name all 3 servers of zone 0: s1 (${second})`);
    }
  });

  test("tells a plain user nothing of roles", async () => {
    const found = await look(ALICE);
    expect(found.map(({ status }) => status)).toEqual(["unknown", "unknown", "unknown"]);
    expect(found[0]?.advice).toBe("run the command as oneadmin: --auth");
  });

  test("is none where oned is a single server; a single server in ONE_XMLRPC is not one of the zone", async () => {
    const sim = await startOnedSim();
    expect(await look(ADMIN, [sim.url])).toEqual([]);
    const found = await look(ADMIN, [...zone.urls, sim.url]);
    expect(brief(found)[3]).toBe(`error: ${sim.url} is a single server, not one of the zone`);
    await sim.stop();
  });
});
