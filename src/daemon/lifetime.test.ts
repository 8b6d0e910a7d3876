import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../config/config.ts";
import { testConfig } from "../http/testing/config.ts";
import { freePort } from "../http/testing/free-port.ts";
import { shownCertificate } from "../http/testing/shown-certificate.ts";
import { notifySocket } from "./testing/notify-socket.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-lifetime-"));
});
const children: Bun.Subprocess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(directory, { recursive: true, force: true });
});

function config(ssl: Config["ssl"]): Config {
  return testConfig(directory, {
    onedUrls: ["http://127.0.0.1:1/RPC2"],
    ssl,
    baseUrl: "https://localhost",
    vmTypes: [],
    templateLocation: directory,
    oneConnections: 1,
    oneTimeout: 1000,
    wait: 1,
  });
}

/** A process that lives; `more` are further options, `onReady` among them. @param end of the code: it does not wait for calls to oned. */
function alive(settings: Config, more: string, env: Record<string, string> = {}, end = "process.exit(0);") {
  const code = `
    import { live } from ${JSON.stringify(join(import.meta.dir, "lifetime.ts"))};
    import { createLog } from ${JSON.stringify(join(import.meta.dir, "..", "log", "log.ts"))};
    const config = ${JSON.stringify(settings)};
    const log = createLog({ level: "info", format: "json", destination: { fd: 1 } });
    await live({ config, log, ${more} });
    log.close();
    ${end}`;
  const options = { stdout: "pipe", stderr: "inherit", env: { ...process.env, ...env } } as const;
  const child = Bun.spawn([process.execPath, "-e", code], options);
  children.push(child);
  const reader = child.stdout.getReader();
  let text = "";
  /** The next line of the log with this message. */
  async function logged(message: string): Promise<Record<string, unknown>> {
    for (;;) {
      const end = text.indexOf("\n");
      if (end >= 0) {
        const record = JSON.parse(text.slice(0, end));
        text = text.slice(end + 1);
        if (record.message === message) return record;
        continue;
      }
      const { done, value } = await reader.read();
      if (done) throw new Error(`ended without ${message}`);
      text += Buffer.from(value).toString();
    }
  }
  return { child, logged };
}

test("an error that nobody handles is logged, and the service goes on", async () => {
  const { child, logged } = alive(
    config("off"),
    `onReady() {
      Promise.reject(new Error("floating"));
      setTimeout(() => { throw new TypeError("thrown"); });
    }`,
  );
  const { address } = await logged("listening");
  const first = await logged("unhandled error");
  const second = await logged("unhandled error");
  expect([first.error, second.error].sort()).toEqual(["Error: floating", "TypeError: thrown"]);
  expect(first.stack).toContain("onReady");
  expect((await fetch(`${address}/compute`)).status).toBe(401);
  child.kill();
  expect(await child.exited).toBe(0);
});

test("systemd is told when it is ready, that it lives, reloads and stops; then the process ends by itself", async () => {
  const socket = notifySocket(join(directory, "notify"));
  const { child, logged } = alive(
    config("off"),
    `reread: async () => ({ ...config, logFormat: "json", wait: 2 }),
     onReloaded({ failure }, used) { log.info("told", { failed: failure !== undefined, wait: used.wait }); },
     onReady({ url, fingerprint }) { log.info("ready", { url, fingerprint }); }`,
    { NOTIFY_SOCKET: join(directory, "notify"), WATCHDOG_USEC: "3600000000" },
    "",
  );
  const { address } = await logged("listening");
  expect((await logged("ready")).url).toBe(address);
  child.kill("SIGHUP");
  expect(await logged("told")).toMatchObject({ failed: false, wait: 2 });
  child.kill();
  await logged("stopped");
  expect(await child.exited).toBe(0);
  const ready = `READY=1\nSTATUS=listening on ${address}`;
  expect(socket.received()).toEqual([
    ready,
    "WATCHDOG=1",
    expect.stringMatching(/^RELOADING=1\nMONOTONIC_USEC=\d+$/),
    ready,
    "STOPPING=1",
  ]);
});

test("a systemd that does not listen is a warning, and the service goes on", async () => {
  const { child, logged } = alive(config("off"), "onReady() {}", { NOTIFY_SOCKET: join(directory, "nobody") });
  const { address } = await logged("listening");
  expect((await logged("systemd cannot be notified")).cause).toContain("errno 2");
  expect((await fetch(`${address}/compute`)).status).toBe(401);
  child.kill();
  expect((await logged("stopping: requests in progress can finish")).seconds).toBe(60);
  expect(await child.exited).toBe(0);
});

test("with STOP_DELAY it goes on for a while, and only says that it is not ready", async () => {
  const port = freePort();
  const delayed = { ...config("off"), admin: { host: "127.0.0.1", port }, stopDelay: 2_000 };
  const { child, logged } = alive(delayed, "onReady() {}");
  const { address } = await logged("listening");
  child.kill();
  await logged("stopping: requests in progress can finish");
  const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
  expect([ready.status, await ready.text()]).toEqual([503, expect.stringContaining("stopping")]);
  expect((await fetch(`${address}/compute`)).status).toBe(401);
  // A second signal does not wait.
  child.kill();
  expect(await child.exited).not.toBe(0);
});

test("a request that takes longer than the time for it does not hold up the stop", async () => {
  const asked = Promise.withResolvers<void>();
  const oned = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch() {
      asked.resolve();
      return new Promise<Response>(() => {});
    },
  });
  const slow = { ...config("off"), onedUrls: [`http://127.0.0.1:${oned.port}/RPC2`], oneTimeout: 60_000 };
  const { child, logged } = alive(slow, "drain: 50, onReady() {}");
  const { address } = await logged("listening");
  const headers = { Authorization: `Basic ${btoa("alice:alicepass")}` };
  const answer = fetch(`${address}/compute`, { headers }).then(
    () => "answered",
    () => "cut off",
  );
  await asked.promise;
  child.kill();
  expect(await child.exited).toBe(0);
  expect(await answer).toBe("cut off");
  await oned.stop(true);
});

test("a terminal that closes ends the server that logs to it", async () => {
  const { child, logged } = alive(config("off"), "onReady() {}");
  await logged("listening");
  child.kill("SIGHUP");
  expect((await logged("stopping: requests in progress can finish")).signal).toBe("SIGHUP");
  expect(await child.exited).toBe(0);
});

test("a self-signed certificate that comes near its end is replaced while the server runs", async () => {
  // The clock jumps when the process is told.
  const { child, logged } = alive(
    { ...config("self-signed"), port: freePort() },
    `now: () => new Date(Date.now() + (globalThis.days ?? 0) * 86_400_000),
     watchEvery: 5,
     onReady() { process.on("SIGUSR2", () => { globalThis.days = 790; }); }`,
  );
  const { address, fingerprint } = await logged("listening");
  const port = Number(new URL(String(address)).port);
  expect(await shownCertificate(port)).toBe(String(fingerprint));
  child.kill("SIGUSR2");
  const renewed = await logged("new connections get the changed certificate");
  expect(renewed.fingerprint).not.toBe(fingerprint);
  expect(await shownCertificate(port)).toBe(String(renewed.fingerprint));
  child.kill();
  expect(await child.exited).toBe(0);
});
