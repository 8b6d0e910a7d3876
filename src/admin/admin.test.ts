/** The administrator's listener: what it answers, to whom, and how soon. */
import { afterEach, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { refusal } from "./guard.ts";
import { type AdminListener, type AdminOptions, listenAdmin } from "./listener.ts";
import { watchReadiness } from "./readiness.ts";

const opened: AdminListener[] = [];
afterEach(async () => {
  for (const listener of opened.splice(0)) await listener.stop();
});

async function open(more: Partial<AdminOptions> = {}): Promise<AdminListener> {
  const listener = await listenAdmin({
    address: { host: "127.0.0.1", port: 0 },
    notReady: () => undefined,
    note: () => undefined,
    metrics: { contentType: "text/plain; version=0.0.4", text: async () => "a_metric 1\n" },
    onError() {},
    ...more,
  });
  opened.push(listener);
  return listener;
}

describe("the pages", () => {
  test("alive, ready, metrics", async () => {
    const { url } = await open();
    const answers = await Promise.all(["/livez", "/readyz", "/metrics"].map((path) => fetch(url + path)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(["alive\n", "ready\n", "a_metric 1\n"]);
    expect(answers[2]?.headers.get("content-type")).toBe("text/plain; version=0.0.4");
  });

  test("not ready is 503 with the reason, and alive all the same", async () => {
    const { url } = await open({ notReady: () => "OpenNebula cannot be reached" });
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([503, "not ready: OpenNebula cannot be reached\n"]);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
  });

  test("that there are no changes is told, and no reason to send nobody there", async () => {
    const { url } = await open({ note: () => "OpenNebula does not accept changes: its servers have no leader" });
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([
      200,
      "ready, but OpenNebula does not accept changes: its servers have no leader\n",
    ]);
  });

  test("nothing can be changed, and there is nothing else", async () => {
    const { url } = await open();
    for (const method of ["POST", "PUT", "DELETE"]) {
      const answer = await fetch(`${url}/livez`, { method });
      expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    }
    expect((await fetch(`${url}/livez`, { method: "HEAD" })).status).toBe(200);
    for (const path of ["/", "/compute", "/constructor", "/metrics/"]) {
      expect((await fetch(url + path)).status).toBe(404);
    }
  });

  test("a page that fails is 500 without its words, which go to the log", async () => {
    const causes: string[] = [];
    const failing = async (): Promise<string> => Promise.reject(new Error("a fault within"));
    const { url } = await open({
      metrics: { contentType: "text/plain", text: failing },
      onError: (cause) => causes.push(cause),
    });
    const answer = await fetch(`${url}/metrics`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("fault within");
    expect(causes).toEqual(["a fault within"]);
  });
});

describe("requests that a web page can make a browser send", () => {
  const headers = (all: Record<string, string>): Headers => new Headers({ host: "127.0.0.1:9567", ...all });
  const REFUSED: readonly Record<string, string>[] = [
    { host: "evil.example.org:9567" },
    { host: "" },
    { host: "localhost.evil.example.org" },
    { host: "127.0.0.1.evil.example.org" },
    { host: "192.0.2.1" },
    { host: "[::1" },
    { origin: "http://evil.example.org" },
    { origin: "null" },
    { origin: "http://127.0.0.1:80" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "" },
    { origin: "https://127.0.0.1:9567" },
    { origin: "http://127.0.0.1:9567, http://127.0.0.1:9567" },
    { origin: "http://evil.example.org", "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" },
    { host: "evil.example.org", "sec-fetch-site": "same-origin", origin: "http://evil.example.org" },
  ];
  test.each(REFUSED.map((all) => ({ all })))("are refused: $all", ({ all }) => {
    expect(refusal({ method: "GET", headers: headers(all) }, true)).toBeString();
  });

  const PASSED: readonly Record<string, string>[] = [
    {},
    { host: "localhost:9567" },
    { host: "LOCALHOST" },
    { host: "[::1]:9567" },
    { host: "127.1.2.3" },
    { origin: "http://127.0.0.1:9567", "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "none" },
    // A person who follows a link.
    { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
  ];
  test.each(PASSED.map((all) => ({ all })))("others pass: $all", ({ all }) => {
    expect(refusal({ method: "GET", headers: headers(all) }, true)).toBeUndefined();
  });

  test("on an address of the network any name will do, but no other origin", () => {
    expect(refusal({ method: "GET", headers: headers({ host: "cloud.example.org:9567" }) }, false)).toBeUndefined();
    expect(refusal({ method: "GET", headers: headers({ origin: "http://evil.example.org" }) }, false)).toBeString();
  });

  test("are refused over a connection", async () => {
    const { url } = await open();
    expect((await fetch(`${url}/metrics`, { headers: { host: "evil.example.org" } })).status).toBe(403);
    expect((await fetch(`${url}/metrics`, { headers: { origin: "http://evil.example.org" } })).status).toBe(403);
    const followed = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    for (const [method, status] of [
      ["GET", 200],
      ["POST", 403],
    ] as const) {
      expect((await fetch(`${url}/metrics`, { method, headers: followed })).status).toBe(status);
    }
  });

  test("can show nothing of it in a frame, nor load it", async () => {
    const { url } = await open();
    for (const path of ["/metrics", "/livez", "/nothing"]) {
      const { headers } = await fetch(`${url}${path}`);
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });
});

describe("readiness", () => {
  test("is known at once while oned hangs, and follows it", async () => {
    const looks: PromiseWithResolvers<string | undefined>[] = [];
    const asked = { again: Promise.withResolvers<void>() };
    const first = asked.again.promise;
    const changes: (string | undefined)[] = [];
    const readiness = watchReadiness({
      probe: () => {
        const look = Promise.withResolvers<string | undefined>();
        looks.push(look);
        asked.again.resolve();
        asked.again = Promise.withResolvers<void>();
        return look.promise;
      },
      every: 0,
      onChange: (reason) => changes.push(reason),
    });
    const { url } = await open({ notReady: () => readiness.reason });
    const ready = async (): Promise<number> => (await fetch(`${url}/readyz`)).status;
    expect(await ready()).toBe(503);
    await first;
    // oned has been asked once, and has not answered yet.
    for (let number = 0; number < 20; number += 1) expect(await ready()).toBe(503);
    expect(looks).toHaveLength(1);
    for (const [answer, status] of [
      [undefined, 200],
      ["OpenNebula does not answer in time", 503],
      [undefined, 200],
    ] as const) {
      const next = asked.again.promise;
      looks.at(-1)?.resolve(answer);
      await next;
      expect(await ready()).toBe(status);
    }
    expect(changes).toEqual(["OpenNebula does not answer in time", undefined]);
    readiness.drain();
    expect(await ready()).toBe(503);
    expect(readiness.reason).toBe("the server is stopping");
    readiness.stop();
  });

  test("a probe that throws is a reason", async () => {
    const told = Promise.withResolvers<string | undefined>();
    const readiness = watchReadiness({
      probe: () => Promise.reject(new Error("no descriptors")),
      every: 1000,
      onChange: told.resolve,
    });
    expect(await told.promise).toContain("no descriptors");
    readiness.drain();
    expect(readiness.reason).toBe("the server is stopping");
    readiness.stop();
  });
});

describe("on a socket of the file system", () => {
  const directory = mkdtempSync(join(tmpdir(), "occi-admin-"));
  afterEach(() => {
    for (const name of ["socket", "file"]) rmSync(join(directory, name), { force: true });
  });
  const unix = join(directory, "socket");
  const ask = (path: string): Promise<Response> => fetch(`http://localhost${path}`, { unix });

  test("it answers, is its group's, and is gone at the end", async () => {
    const listener = await open({ address: { unix } });
    expect((await ask("/livez")).status).toBe(200);
    expect(statSync(unix).mode & 0o777).toBe(0o660);
    await listener.stop();
    expect(existsSync(unix)).toBe(false);
  });

  test("one that a killed process left is taken, one in use is not, and no file is ever removed", async () => {
    const dead = Bun.spawn([
      process.execPath,
      "-e",
      `Bun.serve({ unix: ${JSON.stringify(unix)}, fetch: () => new Response("") }); process.kill(process.pid, "SIGKILL")`,
    ]);
    await dead.exited;
    expect(statSync(unix).isSocket()).toBe(true);
    await open({ address: { unix } });
    expect((await ask("/livez")).status).toBe(200);
    await expect(open({ address: { unix } })).rejects.toMatchObject({ code: "EADDRINUSE" });
    expect((await ask("/livez")).status).toBe(200);
    const file = join(directory, "file");
    writeFileSync(file, "precious");
    await expect(open({ address: { unix: file } })).rejects.toMatchObject({ code: "EADDRINUSE" });
    expect(existsSync(file)).toBe(true);
  });
});

test("a port that is taken is the system's error", async () => {
  const other = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  await expect(open({ address: { host: "127.0.0.1", port: other.port } })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
  other.stop(true);
});
