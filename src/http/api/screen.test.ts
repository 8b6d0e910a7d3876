/** The screen's tunnel over real connections, plain, over TLS and through the front for client certificates. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeClientAuthority } from "../../certificates/testing/client-certificates.ts";
import { ADMIN, ALICE, BOB } from "../../cloud/testing/over-sim.ts";
import type { Config } from "../../config/config.ts";
import { type OnedSim, startOnedSim } from "../../oned-sim/index.ts";
import type { Vm } from "../../oned-sim/records.ts";
import { aclRule } from "../../oned-sim/users/permissions.ts";
import { addGroupAdmin } from "../../oned-sim/users/users.ts";
import { createRpc } from "../../opennebula/rpc.ts";
import { Screens, type ScreenTimes } from "../../screen/screens.ts";
import { GREETING, startVncHost, type VncHost, type VncHostOptions } from "../../screen/testing/vnc-host.ts";
import { until } from "../../testing/until.ts";
import { setCookie } from "../console/cookie.ts";
import { basic, type Cloud, startCloud } from "../testing/cloud.ts";
import { HANDSHAKE, openScreen, type ScreenClient } from "../testing/screen-client.ts";

const PATH = "/api/v1/machines/0/screen";
const TIMES: Partial<ScreenTimes> = { check: 100, greeting: 300, connect: 1_000 };

const made: { stop(): void }[] = [];
let sim: OnedSim;
let cloud: Cloud;
let directory: string;

function rpcOf(url: string) {
  return createRpc({ urls: [url], connections: 8, timeout: 5_000, answerLimit: 1 << 26 });
}

/** The machine 0 of alice. */
function machine(): Vm {
  const vm = sim.world.vms.get(0);
  if (vm === undefined) throw new Error("there is no machine");
  return vm;
}

/** Changes GRAPHICS of the machine; undefined takes a value away. */
function graphics(values: Readonly<Record<string, string | undefined>>): void {
  const vm = machine();
  const [vector] = vm.template.vectors("GRAPHICS");
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) vector?.delete(name);
    else vector?.set(name, value);
  }
  sim.world.changed(vm);
}

function host(options: VncHostOptions = {}): VncHost {
  const started = startVncHost(options);
  made.push(started);
  graphics({ PORT: String(started.port) });
  return started;
}

const opened = (user = ALICE, more: Readonly<Record<string, string>> = {}): Promise<ScreenClient> =>
  openScreen(cloud.endpoint, PATH, { authorization: basic(user), ...more });

/** The answer to a handshake that is refused. */
async function refused(user = ALICE, more: Readonly<Record<string, string>> = {}) {
  const { port, ca } = cloud.endpoint;
  const response = await fetch(`${ca === undefined ? "http" : "https"}://localhost:${port}${PATH}`, {
    headers: { ...HANDSHAKE, authorization: basic(user), ...more },
    ...(ca && { tls: { ca } }),
  });
  const document = (await response.json()) as Readonly<Record<string, unknown>>;
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return { status: response.status, code: document.code, detail: document.detail, hint: document.hint };
}

const audits = (): readonly Readonly<Record<string, unknown>>[] =>
  cloud.log.audits as unknown as readonly Readonly<Record<string, unknown>>[];

async function begin(different: Partial<Config> = {}): Promise<void> {
  cloud = await startCloud(rpcOf("http://127.0.0.1:1/RPC2"), { server: "localhost", ...different });
}

function use(times: Partial<ScreenTimes> = TIMES): void {
  cloud.server.use({ ...cloud.deps, oned: rpcOf(sim.url), screens: new Screens(times) });
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-screen-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));
beforeEach(async () => {
  sim = await startOnedSim({ seed: "demo", stepMs: 0, screens: true });
});
afterEach(async () => {
  for (const one of made.splice(0)) one.stop();
  await sim.stop();
  cloud?.log.clear();
});

const WAYS = ["plain", "TLS", "the front for client certificates"] as const;

describe.each(WAYS)("the tunnel over %s", (way) => {
  beforeAll(async () => {
    const sslClientCa = join(directory, "ca.pem");
    const fronted = way === "the front for client certificates";
    if (fronted) writeFileSync(sslClientCa, (await makeClientAuthority()).ca);
    await begin({ ssl: way === "plain" ? "off" : "self-signed", ...(fronted && { sslClientCa }) });
  });
  beforeEach(() => use());
  afterAll(async () => {
    await cloud.server.stop(0);
    cloud.remove();
  });

  test("carries bytes both ways, and says when it was opened and closed", async () => {
    const vnc = host({ onData: (socket, bytes) => void socket.write(`echo ${bytes}`) });
    const begun = performance.now();
    const client = await opened();
    expect(String(await client.until(12))).toBe(GREETING);
    client.socket.send(Buffer.from("RFB 003.008\n"));
    expect(String(await client.until(29))).toBe(`${GREETING}echo RFB 003.008\n`);
    client.socket.close();
    await until(() => vnc.sockets.size === 0);
    await until(() => audits().length === 2);
    const [first, last] = audits();
    expect(first).toMatchObject({
      user: "alice",
      action: "open-screen",
      kind: "machines",
      id: "0",
      outcome: "done",
      status: 101,
    });
    expect(last).toMatchObject({
      user: "alice",
      action: "close-screen",
      kind: "machines",
      id: "0",
      outcome: "client",
      bytes_to_client: 29,
      bytes_to_host: 12,
      requestId: first?.requestId,
    });
    // It is rounded.
    expect(Number(last?.seconds)).toBeLessThan((performance.now() - begun) / 1000 + 1);
  });

  test("carries megabytes unharmed", async () => {
    const block = new Uint8Array(1 << 20).map((_, index) => index * 7);
    let left = 8;
    const pour = (socket: { write(bytes: Uint8Array): number }): void => {
      while (left > 0) {
        const sent = socket.write(block.subarray(0));
        if (sent < block.length) {
          rest = block.subarray(sent);
          return;
        }
        left--;
      }
    };
    let rest: Uint8Array = new Uint8Array();
    host({
      onData: pour,
      onDrain(socket) {
        const sent = socket.write(rest);
        rest = rest.subarray(sent);
        if (rest.length > 0) return;
        left--;
        pour(socket);
      },
    });
    const client = await opened();
    client.socket.send(Buffer.from("RFB 003.008\n"));
    const all = await client.until(12 + 8 * block.length);
    expect(Bun.hash(all.subarray(12))).toBe(Bun.hash(Buffer.concat(Array.from({ length: 8 }, () => block))));
    client.socket.close();
  });

  test("is not opened for a page of another origin", async () => {
    const vnc = host();
    for (const origin of ["https://evil.example.org", "null", "http://localhost:1"]) {
      expect(await refused(ALICE, { origin })).toMatchObject({ status: 403, code: "CROSS_ORIGIN" });
    }
    expect(vnc.connections).toBe(0);
    const client = await opened(ALICE, { origin: "https://cloud.example.org" });
    client.socket.close();
  });

  test("ends with a code when the server stops", async () => {
    host();
    const client = await opened();
    const other = await startCloud(rpcOf(sim.url), { ssl: "off" });
    const second = await openScreen(other.endpoint, PATH, { authorization: basic(ALICE) });
    const began = performance.now();
    await other.server.stop(60_000);
    expect(performance.now() - began).toBeLessThan(60_000);
    expect(await second.closed).toMatchObject({
      code: 1001,
      reason: "The server is stopping or restarting: open the screen again.",
    });
    other.remove();
    client.socket.close();
  });
});

describe("the tunnel", () => {
  beforeAll(() => begin());
  beforeEach(() => use());
  afterAll(async () => {
    await cloud.server.stop(0);
    cloud.remove();
  });

  describe("sends nothing to what is not a VNC server", () => {
    test.each([
      ["SSH", { greeting: "SSH-2.0-OpenSSH_9.2p1 Debian\r\n" }],
      ["one that only begins like it", { greeting: "RFB 003.\r\n\r\n" }],
      ["RFB of another generation", { greeting: "RFB 004.001\n" }],
      ["silence", { greeting: "" }],
      ["a greeting that never ends", { greeting: "RFB 003" }],
    ])("%s", async (_name, options) => {
      const vnc = host(options);
      expect(await refused()).toMatchObject({ status: 502, code: "HOST_FAILED" });
      await until(() => vnc.sockets.size === 0);
      expect([vnc.connections, vnc.received.length]).toEqual([1, 0]);
      expect(audits()).toMatchObject([{ action: "open-screen", outcome: "HOST_FAILED", status: 502 }]);
    });

    test("a greeting in pieces is one", async () => {
      const vnc = host({
        greeting: "RFB 00",
        onOpen: (socket) => void setTimeout(() => socket.write("3.008\n"), 50),
      });
      const client = await opened();
      expect(String(await client.until(12))).toBe(GREETING);
      expect(vnc.received.length).toBe(0);
      client.socket.close();
    });

    test("an HTTP server that waits for a request", async () => {
      const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("") });
      graphics({ PORT: String(server.port) });
      expect(await refused()).toMatchObject({ code: "HOST_FAILED" });
      expect(server.pendingRequests).toBe(0);
      await server.stop(true);
    });
  });

  describe("is refused, with the reason,", () => {
    test.each(["22", "80", "5899", "65536", "", "5900x", "0x1700", "-5900", "99999", undefined])(
      "for the port %p",
      async (PORT) => {
        graphics({ PORT });
        expect(await refused()).toMatchObject({ status: 409, code: "NO_SCREEN" });
      },
    );

    test("where nothing listens", async () => {
      const gone = startVncHost();
      gone.stop();
      graphics({ PORT: String(gone.port) });
      const { status, code, detail, hint } = await refused();
      expect([status, code]).toEqual([502, "HOST_FAILED"]);
      expect(detail).toContain("cannot be reached");
      expect(hint).toContain("LISTEN");
    });

    test("where the host's name is not known", async () => {
      const at = machine().history.at(-1)?.hostId;
      const [index] = [sim.world.hosts.findIndex(({ id }) => id === at)];
      sim.world.hosts[index] = {
        ...(sim.world.hosts[index] as (typeof sim.world.hosts)[number]),
        name: "nowhere.invalid",
      };
      sim.world.changed(machine());
      expect(await refused()).toMatchObject({ status: 502, code: "HOST_FAILED" });
    });

    test("for SPICE, no GRAPHICS, LISTEN of another host's loopback, and a machine that does not run", async () => {
      graphics({ TYPE: "SPICE" });
      expect((await refused()).detail).toContain("SPICE");
      graphics({ TYPE: "VNC", LISTEN: "127.0.0.1" });
      sim.world.hosts.splice(
        0,
        2,
        { id: 0, name: "node1", memory: 1, cpu: 1 },
        { id: 1, name: "node2", memory: 1, cpu: 1 },
      );
      sim.world.changed(machine());
      expect((await refused()).detail).toContain("LISTEN=127.0.0.1");
      machine().template.remove("GRAPHICS");
      sim.world.changed(machine());
      expect((await refused()).detail).toContain("GRAPHICS");
      const held = await fetch(`http://localhost:${cloud.server.port}/api/v1/machines/1/screen`, {
        headers: { ...HANDSHAKE, authorization: basic(ALICE) },
      });
      expect([held.status, ((await held.json()) as { detail: string }).detail]).toEqual([
        409,
        "The machine is not running: its screen is available only while it runs.",
      ]);
    });

    test("for a wrong password, another user, and one who may only use the machine", async () => {
      host();
      expect(await refused("alice:wrong")).toMatchObject({ status: 401, code: "BAD_CREDENTIALS" });
      expect(await refused(BOB)).toMatchObject({ status: 403, code: "FORBIDDEN" });
      machine().permissions.splice(0, 9, 1, 1, 0, 0, 0, 0, 1, 0, 0);
      sim.world.changed(machine());
      expect(await refused(BOB)).toMatchObject({ status: 403, detail: expect.stringContaining("MANAGE") });
      const admin = await opened(ADMIN);
      admin.socket.close();
    });

    test("without the headers of a handshake, which a proxy may have removed", async () => {
      host();
      expect(await refused(ALICE, { "Sec-WebSocket-Key": "" })).toMatchObject({ status: 400, code: "INVALID_REQUEST" });
    });
  });

  test("a protocol of websockify's clients is agreed to", async () => {
    host();
    const client = await openScreen(cloud.endpoint, PATH, { authorization: basic(ALICE) }, ["binary", "base64"]);
    expect(client.socket.protocol).toBe("binary");
    client.socket.close();
  });

  test("says that a VNC server wants TLS", async () => {
    const vnc = host({ onData: (socket) => void socket.write(new Uint8Array([1, 19])) });
    const client = await opened();
    await client.until(12);
    client.socket.send(Buffer.from(GREETING));
    expect(await client.closed).toMatchObject({ code: 4406, reason: expect.stringContaining("TLS") });
    expect(client.received.length).toBe(12);
    await until(() => vnc.sockets.size === 0);
  });

  test("is not closed by a choice of types with one that a browser knows", async () => {
    host({ onData: (socket) => void socket.write(new Uint8Array([2, 19, 2])) });
    const client = await opened();
    client.socket.send(Buffer.from(GREETING));
    expect([...(await client.until(15)).subarray(12)]).toEqual([2, 19, 2]);
    client.socket.close();
  });

  test("closes at text, and at a frame that is too large", async () => {
    const vnc = host();
    const text = await opened();
    text.socket.send("hello");
    expect(await text.closed).toMatchObject({ code: 1003 });
    const large = await opened();
    large.socket.send(new Uint8Array(300 * 1024));
    expect(await large.closed).toMatchObject({ code: 1009 });
    await until(() => vnc.sockets.size === 0);
    expect(vnc.received.length).toBe(0);
  });

  test("closes when the host does", async () => {
    const vnc = host();
    const client = await opened();
    await client.until(12);
    for (const socket of vnc.sockets) socket.end();
    expect(await client.closed).toEqual({ code: 4410, reason: "The host has closed the screen." });
  });

  describe("is asked about again, and closed", () => {
    test("when the machine has moved or stopped", async () => {
      const vnc = host();
      const client = await opened();
      graphics({ PORT: String(startedElsewhere()) });
      expect(await client.closed).toMatchObject({ code: 4409 });
      await until(() => vnc.sockets.size === 0);
    });

    test("when the right was taken away", async () => {
      host();
      machine().permissions.splice(0, 9, 1, 1, 0, 0, 0, 0, 1, 1, 0);
      sim.world.changed(machine());
      const client = await opened(BOB);
      machine().permissions.splice(7, 1, 0);
      sim.world.changed(machine());
      expect(await client.closed).toMatchObject({ code: 4403 });
    });

    test("when the login has ended", async () => {
      host();
      const user = [...sim.world.users.values()].find(({ name }) => name === "alice");
      const client = await opened();
      if (user !== undefined) user.passwordHash = "other";
      expect(await client.closed).toMatchObject({ code: 4401 });
      expect((await refused()).status).toBe(401);
    });

    test("but not while all is as it was, nor at once when oned does not answer", async () => {
      host();
      const client = await opened();
      await Bun.sleep(350);
      expect(client.socket.readyState).toBe(WebSocket.OPEN);
      await sim.stop();
      const began = performance.now();
      expect(await client.closed).toMatchObject({ code: 4503 });
      expect(performance.now() - began).toBeGreaterThan(250);
      sim = await startOnedSim({ seed: "demo", stepMs: 0, screens: true });
    });
  });

  test("a client that reads nothing holds up its host: what waits is what the system has in its own buffers", async () => {
    const block = new Uint8Array(64 * 1024);
    let poured = 0;
    const pour = (socket: { write(bytes: Uint8Array): number }): void => {
      for (let sent = block.length; sent === block.length && poured < 1 << 28; poured += Math.max(0, sent)) {
        sent = socket.write(block);
      }
    };
    const vnc = host({ onOpen: pour, onDrain: pour });
    const before = process.memoryUsage().rss;
    const lines = [`GET ${PATH} HTTP/1.1`, "Host: localhost", `Authorization: ${basic(ALICE)}`];
    lines.push(...Object.entries(HANDSHAKE).map(([name, value]) => `${name}: ${value}`));
    const socket = await Bun.connect({
      hostname: "127.0.0.1",
      port: cloud.server.port,
      socket: { data: (one) => void one.pause() },
    });
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    await until(() => poured > 0);
    let last = -1;
    await until(async () => {
      const stalled = poured === last;
      last = poured;
      await Bun.sleep(200);
      return stalled;
    });
    // Of 256 MB that there are for it. The rest is in the buffers of four sockets.
    expect(poured).toBeLessThan(32_000_000);
    expect(vnc.sockets.size).toBe(1);
    expect(process.memoryUsage().rss - before).toBeLessThan(64_000_000);
    socket.terminate();
    await until(() => audits().length === 2);
    expect(audits()[1]).toMatchObject({ outcome: "client" });
  });

  test("a host that takes nothing costs a megabyte at most, and is given up", async () => {
    const vnc = host({ onOpen: (socket) => void socket.pause() });
    const client = await opened();
    for (let count = 0; count < 200; count++) client.socket.send(new Uint8Array(64 * 1024));
    expect(await client.closed).toMatchObject({ code: 4411 });
    const [, last] = audits();
    expect(Number(last?.bytes_to_host)).toBeLessThan(12_000_000);
    await until(() => vnc.sockets.size === 0);
  });

  describe("with the cookie of the console", () => {
    const origin = "https://cloud.example.org";
    const cookieOf = (session: string): string => {
      const value = setCookie(
        "__Host-occi",
        { user: "alice", session, expires: new Date(Date.now() + 3_600_000), shared: false },
        Date.now(),
      );
      return value.split(";")[0] ?? "";
    };
    const withCookie = (headers: Readonly<Record<string, string>>, session = ALICE): Promise<ScreenClient> =>
      openScreen(cloud.endpoint, PATH, { cookie: cookieOf(session), ...headers });
    const refusedWith = async (headers: Readonly<Record<string, string>>): Promise<number> => {
      const all = { ...HANDSHAKE, cookie: cookieOf(ALICE), ...headers };
      return (await fetch(`http://localhost:${cloud.server.port}${PATH}`, { headers: all })).status;
    };
    beforeEach(() => {
      const console = { files: async () => ({ files: new Map(), first: [] }) };
      cloud.server.use({ ...cloud.deps, oned: rpcOf(sim.url), screens: new Screens(TIMES), console });
    });

    test("it is opened for the console's own page, and asked about by the same login", async () => {
      host();
      const client = await withCookie({ origin });
      expect(String(await client.until(12))).toBe(GREETING);
      await Bun.sleep(250);
      expect(client.socket.readyState).toBe(WebSocket.OPEN);
      const user = [...sim.world.users.values()].find(({ name }) => name === "alice");
      if (user !== undefined) user.passwordHash = "other";
      expect(await client.closed).toMatchObject({ code: 4401 });
    });

    test("it is not for anybody else: other origins, none, a second login", async () => {
      const vnc = host();
      expect(await refusedWith({})).toBe(401);
      expect(await refusedWith({ "sec-fetch-site": "none" })).toBe(401);
      expect(await refusedWith({ origin: "https://evil.example.org" })).toBe(403);
      expect(await refusedWith({ origin: "https://evil.example.org", "sec-fetch-site": "same-origin" })).toBe(403);
      expect(await refusedWith({ origin, "sec-fetch-site": "same-site" })).toBe(403);
      expect(await refusedWith({ origin, authorization: basic(ALICE) })).toBe(400);
      expect(await refusedWith({ origin, cookie: cookieOf("alice:wrong") })).toBe(401);
      expect(vnc.connections).toBe(0);
    });
  });

  test("a document that tries it has the error of the WebSocket", async () => {
    const tried = async () => {
      const response = await fetch(`http://localhost:${cloud.server.port}${PATH}?try=true`, {
        headers: { authorization: basic(ALICE) },
      });
      return (
        ((await response.json()) as { readonly code?: string; readonly available?: boolean }).code ?? response.status
      );
    };
    const good = host();
    expect(await tried()).toBe(200);
    const other = host({ greeting: "SSH-2.0\r\n" });
    expect(await tried()).toBe("HOST_FAILED");
    await until(() => good.sockets.size + other.sockets.size === 0);
    expect([good.connections, good.received.length, other.received.length]).toEqual([1, 0, 0]);
  });

  test("screens are counted, for a user and in all", async () => {
    host();
    cloud.server.use({
      ...cloud.deps,
      config: { ...cloud.deps.config, screens: 3, screensPerUser: 2 },
      oned: rpcOf(sim.url),
      screens: new Screens(TIMES),
    });
    const clients = [await opened(), await opened()];
    expect(await refused()).toMatchObject({
      status: 503,
      code: "OVERLOADED",
      hint: expect.stringContaining("SCREENS_PER_USER"),
    });
    clients.push(await opened(ADMIN));
    expect(await refused(ADMIN)).toMatchObject({
      status: 503,
      code: "OVERLOADED",
      hint: expect.stringMatching(/SCREENS\./),
    });
    clients[0]?.socket.close();
    await clients[0]?.closed;
    await until(async () => {
      try {
        clients.push(await opened());
        return true;
      } catch {
        return false;
      }
    });
    for (const { socket } of clients) socket.close();
  });

  test("a thousand opens leave nothing behind", async () => {
    const vnc = host();
    const screens = new Screens(TIMES);
    cloud.server.use({ ...cloud.deps, oned: rpcOf(sim.url), screens });
    for (let round = 0; round < 100; round++) {
      const clients = await Promise.all(Array.from({ length: 10 }, () => opened()));
      for (const [index, { socket }] of clients.entries()) {
        if (index % 2 === 0) socket.close();
        else socket.terminate();
      }
      await Promise.all(clients.map(({ closed }) => closed));
      await until(() => screens.open === 0);
    }
    await until(() => vnc.sockets.size === 0);
    expect(vnc.connections).toBe(1000);
  }, 60_000);

  test("a client that goes while its host is slow to greet leaves nothing behind", async () => {
    const vnc = host({ greeting: "" });
    const screens = new Screens({ ...TIMES, greeting: 200 });
    cloud.server.use({ ...cloud.deps, oned: rpcOf(sim.url), screens });
    const controller = new AbortController();
    const asked = fetch(`http://localhost:${cloud.server.port}${PATH}`, {
      headers: { ...HANDSHAKE, authorization: basic(ALICE) },
      signal: controller.signal,
    }).catch(() => {});
    await until(() => vnc.sockets.size === 1);
    controller.abort();
    await asked;
    await until(() => vnc.sockets.size === 0 && screens.open === 0);
    expect([vnc.sockets.size, screens.open]).toEqual([0, 0]);
  });
});

function startedElsewhere(): number {
  const other = startVncHost();
  made.push(other);
  return other.port;
}

describe("the document of a screen", () => {
  beforeAll(() => begin());
  beforeEach(() => use());
  afterAll(async () => {
    await cloud.server.stop(0);
    cloud.remove();
  });
  const read = async (path: string, user = ALICE) => {
    const response = await fetch(`http://localhost:${cloud.server.port}/api/v1${path}`, {
      headers: { authorization: basic(user) },
    });
    return { headers: response.headers, document: (await response.json()) as Readonly<Record<string, unknown>> };
  };

  test("has the password, for who may have the screen, and is kept nowhere", async () => {
    graphics({ PASSWD: "Secret-11" });
    const { headers, document } = await read("/machines/0/screen");
    expect(document).toEqual({ type: "vnc", available: true, obstacle: null, message: null, password: "Secret-11" });
    expect([headers.get("cache-control"), headers.get("etag")]).toEqual(["no-store", null]);
    machine().permissions.splice(0, 9, 1, 1, 0, 0, 0, 0, 1, 0, 0);
    sim.world.changed(machine());
    expect((await read("/machines/0/screen", BOB)).document).toMatchObject({ obstacle: "right", password: null });
    for (const user of [ALICE, BOB]) {
      expect(JSON.stringify((await read("/machines/0", user)).document)).not.toContain("Secret");
      expect(JSON.stringify((await read("/machines", user)).document)).not.toContain("Secret");
    }
    expect(JSON.stringify(cloud.log)).not.toContain("Secret");
  });

  test("says at the machine whether there is a screen, and why not", async () => {
    const screen = async (user = ALICE) => (await read("/machines/0", user)).document.screen;
    expect(await screen()).toEqual({ type: "vnc", available: true, obstacle: null, message: null });
    graphics({ PORT: "22" });
    expect(await screen()).toMatchObject({ available: false, obstacle: "port" });
    graphics({ TYPE: "SPICE" });
    expect(await screen()).toMatchObject({ type: "spice", obstacle: "type" });
    graphics({ TYPE: undefined });
    expect(await screen()).toMatchObject({ type: null, obstacle: "none" });
    graphics({ TYPE: "VNC", PORT: "6000" });
    cloud.server.use({ ...cloud.deps, config: { ...cloud.deps.config, consoleScreen: "off" }, oned: rpcOf(sim.url) });
    expect(await screen()).toMatchObject({ obstacle: "off" });
    machine().permissions.splice(0, 9, 1, 1, 0, 0, 0, 0, 1, 0, 0);
    sim.world.changed(machine());
    cloud.server.use({ ...cloud.deps, config: { ...cloud.deps.config, consoleScreen: "use" }, oned: rpcOf(sim.url) });
    expect(await screen(BOB)).toMatchObject({ available: true });
    // A rule of access gives the right as well as the bits do: #3 VM/#0 USE.
    machine().permissions.splice(0, 9, 1, 1, 0, 0, 0, 0, 0, 0, 0);
    sim.world.acl.push(aclRule("100000003", "1100000000", "1"));
    sim.world.changed(machine());
    expect(await screen(BOB)).toMatchObject({ available: true });
    cloud.server.use({ ...cloud.deps, oned: rpcOf(sim.url) });
    expect(await screen(BOB)).toMatchObject({ obstacle: "right" });
    addGroupAdmin(sim.world, 1, 3);
    expect(await screen(BOB)).toMatchObject({ available: true });
  });
});
