import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeClientAuthority } from "../../certificates/testing/client-certificates.ts";
import { type OnedSim, startOnedSim } from "../../oned-sim/index.ts";
import { createRpc } from "../../opennebula/rpc.ts";
import { eventually } from "../../testing/until.ts";
import { basic, type Cloud, startCloud } from "../testing/cloud.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { Stream } from "./testing/stream.ts";

const POLL = 50;
const LIMITS = { pollEvery: POLL, beatEvery: 60_000, perUser: 3, inAll: 5 };
const LOGINS = { alice: "alice:alicepass", bob: "bob:bobpass", oneadmin: "oneadmin:opennebula" } as const;

const WAYS = ["plain", "TLS", "the front for client certificates"] as const;

describe.each(WAYS)("events over %s", (way) => {
  const directory = mkdtempSync(join(tmpdir(), "occi-events-"));
  const log = recordedLog();
  let cloud: Cloud;
  let sim: OnedSim;
  let isDown = false;
  const streams: Stream[] = [];
  const rpcOf = (url: string) => createRpc({ urls: [url], connections: 8, timeout: 5_000, answerLimit: 1 << 26 });

  beforeAll(async () => {
    const sslClientCa = join(directory, "ca.pem");
    const isFronted = way === "the front for client certificates";
    if (isFronted) writeFileSync(sslClientCa, (await makeClientAuthority()).ca);
    const config = {
      ssl: way === "plain" ? ("off" as const) : ("self-signed" as const),
      ...(isFronted && { sslClientCa }),
    };
    cloud = await startCloud(rpcOf("http://127.0.0.1:1/RPC2"), config, log, { eventLimits: LIMITS });
  });
  afterAll(async () => {
    await cloud.server.stop(0);
    cloud.remove();
    rmSync(directory, { recursive: true, force: true });
  });
  beforeEach(async () => {
    isDown = false;
    const faults = () => (isDown ? ("reset" as const) : undefined);
    sim = await startOnedSim({ seed: "demo", stepMs: 0, faults });
    cloud.server.use({ ...cloud.deps, oned: rpcOf(sim.url) });
    log.clear();
  });
  afterEach(async () => {
    for (const stream of streams.splice(0)) stream.leave();
    await sim.stop();
  });

  async function send(
    method: string,
    path: string,
    login: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<Response> {
    const { port, ca } = cloud.endpoint;
    return fetch(`${ca === undefined ? "http" : "https"}://localhost:${port}/api/v1${path}`, {
      method,
      headers: { Authorization: basic(login), "Content-Type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(ca !== undefined && { tls: { ca } }),
      ...(signal !== undefined && { signal }),
    });
  }

  async function listen(login: string = LOGINS.alice): Promise<Stream> {
    const abort = new AbortController();
    const stream = new Stream(await send("GET", "/events", login, undefined, abort.signal), abort);
    streams.push(stream);
    return stream;
  }

  const data = (stream: Stream, event: string): unknown[] =>
    stream.heard.filter((one) => one.event === event).map((one) => one.data);

  test("tell what a user may see and has changed, and nothing to others", async () => {
    const [alice, bob] = [await listen(), await listen(LOGINS.bob)];
    const { status, headers } = alice.response;
    expect([
      status,
      headers.get("content-type"),
      headers.get("cache-control"),
      headers.get("x-accel-buffering"),
    ]).toEqual([200, "text/event-stream", "no-store", "no"]);
    await send("PATCH", "/machines/0", LOGINS.alice, { name: "www" });
    await send("POST", "/images", LOGINS.alice, { name: "scratch", sizeMiB: 64 });
    await alice.until(() => data(alice, "machine").length > 0 && data(alice, "image").length > 0);
    expect(alice.retry).toBe(POLL);
    expect(data(alice, "machine")[0]).toEqual({ id: 0, change: "changed" });
    expect(data(alice, "image")[0]).toEqual({ id: 3, change: "changed" });
    await Bun.sleep(4 * POLL);
    expect(bob.heard).toEqual([]);
  });

  test.each<[string, { description?: string; endsAt?: string | null }]>([
    ["its description", { description: "The front page" }],
    ["its end", { endsAt: "2099-01-01T00:00:00Z" }],
    ["its end, which is taken away", { endsAt: null }],
  ])("tell that a machine has changed: %s", async (_, change) => {
    if (change.endsAt === null) await send("PATCH", "/machines/0", LOGINS.alice, { endsAt: "2098-01-01T00:00:00Z" });
    const stream = await listen();
    expect((await send("PATCH", "/machines/0", LOGINS.alice, change)).status).toBe(200);
    await stream.until(() => stream.heard.length > 0);
    expect(stream.heard.map((one) => [one.event, one.data])).toEqual([["machine", { id: 0, change: "changed" }]]);
  });

  test("tell what is gone", async () => {
    const stream = await listen();
    await send("DELETE", "/images/2", LOGINS.alice);
    await send("POST", "/machines/0/actions/stop", LOGINS.alice, { force: true });
    await send("DELETE", "/machines/0", LOGINS.alice);
    const isGone = (event: string, id: number): boolean =>
      JSON.stringify(data(stream, event)).includes(JSON.stringify({ id, change: "gone" }));
    await stream.until(() => isGone("machine", 0) && isGone("image", 2));
    expect([isGone("machine", 0), isGone("image", 2), isGone("machine", 1)]).toEqual([true, true, false]);
  });

  test("tell nothing when nothing has changed, though hosts measure all the time", async () => {
    const stream = await listen();
    sim.world.changed(sim.world.vms.get(0));
    await Bun.sleep(6 * POLL);
    expect(stream.heard).toEqual([]);
  });

  test("of several streams of a user are made of one reading, which is one call; nobody listens, nobody reads", async () => {
    const first = await listen();
    await listen();
    await listen();
    const before = sim.calls.length;
    const begun = performance.now();
    await Bun.sleep(10 * POLL);
    const most = Math.ceil((performance.now() - begun) / POLL) + 1;
    const methods = sim.calls.slice(before).map(({ method }) => method);
    const readings = methods.filter((method) => method === "system.multicall").length;
    expect(readings).toBeGreaterThanOrEqual(2);
    expect(readings).toBeLessThanOrEqual(most);
    expect(methods.length).toBe(4 * readings);
    for (const stream of streams) stream.leave();
    await first.ended;
    // The server hears later that a connection has ended.
    await eventually(async () => {
      const after = sim.callCount;
      await Bun.sleep(4 * POLL);
      expect(sim.callCount).toBe(after);
    });
  });

  test("have a limit for a user, and one in all; a client that has gone leaves its place", async () => {
    const mine = [await listen(), await listen(), await listen()];
    const refused = await send("GET", "/events", LOGINS.alice);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "30"]);
    expect((await refused.json()) as unknown).toMatchObject({ code: "OVERLOADED", hint: expect.stringContaining("3") });
    await listen(LOGINS.bob);
    await listen(LOGINS.bob);
    const full = await send("GET", "/events", LOGINS.oneadmin);
    expect([full.status, ((await full.json()) as { code: string }).code]).toEqual([503, "OVERLOADED"]);
    mine[0]?.leave();
    let again: Stream | undefined;
    for (let tries = 0; tries < 100 && again?.response.status !== 200; tries += 1) {
      await Bun.sleep(10);
      again = await listen();
    }
    expect(again?.response.status).toBe(200);
  });

  test("end when the login does", async () => {
    const made = (await (await send("POST", "/me/tokens", LOGINS.alice, { seconds: 3600 })).json()) as {
      id: string;
      token: string;
    };
    const stream = await listen(`alice:${made.token}`);
    const other = await listen();
    expect(stream.response.status).toBe(200);
    await send("DELETE", `/me/tokens/${made.id}`, LOGINS.alice);
    await stream.ended;
    const refused = await send("GET", "/events", `alice:${made.token}`);
    expect([refused.status, refused.headers.get("content-type")]).toEqual([401, "application/problem+json"]);
    await send("PATCH", "/machines/0", LOGINS.alice, { name: "still-there" });
    await other.until(() => other.heard.length > 0);
  });

  test("go on while oned cannot be reached, and tell then what was missed", async () => {
    const stream = await listen();
    isDown = true;
    await Bun.sleep(3 * POLL);
    sim.world.vms.get(0)?.userTemplate.set("LABELS", "later");
    sim.world.changed(sim.world.vms.get(0));
    expect(stream.heard).toEqual([]);
    isDown = false;
    await stream.until(() => stream.heard.length > 0);
  });

  test("are one line of the log, when they have ended", async () => {
    const stream = await listen();
    const lines = () =>
      log.accesses.filter(({ requestId }) => requestId === stream.response.headers.get("x-request-id"));
    await Bun.sleep(3 * POLL);
    expect(lines()).toEqual([]);
    stream.leave();
    await stream.until(() => lines().length === 1);
    expect(lines()[0]).toMatchObject({ user: "alice", method: "GET", status: 200 });
    expect(lines()[0]?.milliseconds).toBeGreaterThan(2 * POLL);
    expect(lines()[0]?.onedCalls).toBe(1);
  });

  test("end when another configuration is taken into use, and can be listened to again", async () => {
    const stream = await listen();
    cloud.server.use({ ...cloud.deps, oned: rpcOf(sim.url) });
    await stream.ended;
    expect((await listen()).response.status).toBe(200);
  });

  test("are not begun for HEAD", async () => {
    const { status, headers } = await send("HEAD", "/events", LOGINS.alice);
    expect([status, headers.get("content-type")]).toEqual([200, "text/event-stream"]);
    await Bun.sleep(2 * POLL);
    const calls = sim.callCount;
    await Bun.sleep(3 * POLL);
    expect(sim.callCount).toBe(calls);
  });
});

describe("a server that stops", () => {
  test.each(["plain", "TLS"] as const)(
    "ends its streams at once, over %s",
    async (way) => {
      const sim = await startOnedSim({ seed: "demo", stepMs: 0 });
      const oned = createRpc({ urls: [sim.url], connections: 8, timeout: 5_000, answerLimit: 1 << 26 });
      const cloud = await startCloud(oned, { ssl: way === "plain" ? "off" : "self-signed" }, recordedLog(), {
        eventLimits: LIMITS,
      });
      const { port, ca } = cloud.endpoint;
      const response = await fetch(`${ca === undefined ? "http" : "https"}://localhost:${port}/api/v1/events`, {
        headers: { Authorization: basic(LOGINS.alice) },
        ...(ca !== undefined && { tls: { ca } }),
      });
      const stream = new Stream(response, new AbortController());
      const begun = performance.now();
      await Promise.all([cloud.server.stop(60_000), stream.ended]);
      expect(performance.now() - begun).toBeLessThan(60_000);
      cloud.remove();
      await sim.stop();
    },
    90_000,
  );
});
