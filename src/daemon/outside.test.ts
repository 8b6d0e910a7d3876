import { afterEach, beforeEach, expect, spyOn, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as admin from "../admin/listener.ts";
import type { Config } from "../config/config.ts";
import { testConfig } from "../http/testing/config.ts";
import { type RecordedLog, recordedLog } from "../http/testing/recorded-log.ts";
import { startOnedSim } from "../oned-sim/index.ts";
import { becomes } from "../testing/until.ts";
import { Outside } from "./outside.ts";

let directory: string;
let log: RecordedLog;
let unix: string;
const made: Outside[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-outside-"));
  unix = join(directory, "admin");
  log = recordedLog();
});
afterEach(async () => {
  for (const outside of made.splice(0)) await outside.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function outsideOf(different: Partial<Config>, probeEvery = 1): Promise<Outside> {
  const outside = new Outside({
    config: testConfig(directory, { admin: { unix }, adminChosen: true, ...different }),
    log,
    build: { version: "1", commit: "2", bun: "3" },
    sources: {
      oned: () => ({ running: 0, waiting: 0, readOnly: undefined }),
      certificates: () => [],
      certificateFailure: () => undefined,
      templatesFailure: () => undefined,
      screens: () => 0,
    },
    probeEvery,
  });
  made.push(outside);
  return outside;
}

async function readiness(): Promise<string> {
  const answer = await fetch("http://localhost/readyz", { unix });
  return `${answer.status} ${(await answer.text()).trim()}`;
}

/** Milliseconds: longer than a busy machine needs for an answer. */
const PATIENT = 15_000;

test("ready when oned answers, and it is asked without credentials", async () => {
  const oned = await startOnedSim({ seed: "demo" });
  await (await outsideOf({ onedUrls: ["http://127.0.0.1:1/RPC2", oned.url] })).listen();
  await becomes(readiness, "200 ready");
  // A question that is under way when oned ends has its connection closed: that is another reason, and passes.
  await oned.stop();
  await becomes(readiness, "503 not ready: OpenNebula cannot be reached");
  expect(log.lines.join("")).toContain('warning not ready cause="OpenNebula cannot be reached" oned=');
});

test("what oned answers to users says that it is ready: it is not asked on top of that, until it fails", async () => {
  const HOUR = 3_600_000;
  const onedUrls = ["http://127.0.0.1:1/RPC2"];
  const busy = await outsideOf({ onedUrls }, HOUR);
  busy.metrics?.onedCalled("one.vm.info", 1, "answered");
  await busy.listen();
  await becomes(readiness, "200 ready");
  await busy.stop();
  const failing = await outsideOf({ onedUrls }, HOUR);
  failing.metrics?.onedCalled("one.vm.info", 1, "unreachable");
  await failing.listen();
  await becomes(readiness, "503 not ready: OpenNebula cannot be reached");
});

test("what the oned before a reload answered says nothing of the new one", async () => {
  const outside = await outsideOf({ onedUrls: ["http://127.0.0.1:1/RPC2"] }, 3_600_000);
  outside.metrics?.onedCalled("one.vm.info", 1, "answered");
  outside.use(testConfig(directory, { admin: { unix }, adminChosen: true, onedUrls: ["http://127.0.0.1:1/RPC2"] }));
  await outside.listen();
  await becomes(readiness, "503 not ready: OpenNebula cannot be reached");
});

test.each([
  ["hangs", () => new Promise<Response>(() => {}), 100, "OpenNebula does not answer in time"],
  [
    "is a web server",
    () => new Response("<html></html>"),
    PATIENT,
    "something other than OpenNebula answers at its address",
  ],
  ["fails", () => new Response("", { status: 500 }), PATIENT, "something other than OpenNebula answers at its address"],
] as const)("not ready when oned %s", async (_, answer, oneTimeout, reason) => {
  const oned = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => answer() });
  await (await outsideOf({ onedUrls: [`http://127.0.0.1:${oned.port}/RPC2`], oneTimeout })).listen();
  await becomes(readiness, `503 not ready: ${reason}`);
  await oned.stop(true);
});

test("after a reload the new oned is asked; while the server ends it is not ready", async () => {
  const oned = await startOnedSim({ seed: "demo" });
  const outside = await outsideOf({ onedUrls: ["http://127.0.0.1:1/RPC2"] });
  await outside.listen();
  await becomes(readiness, "503 not ready: OpenNebula cannot be reached");
  outside.use(testConfig(directory, { onedUrls: [oned.url] }));
  await becomes(readiness, "200 ready");
  outside.drain();
  expect(await readiness()).toBe("503 not ready: the server is stopping");
  await oned.stop();
});

/** An oned that counts what it is asked. */
function countingOned() {
  let count = 0;
  let wanted = { times: Number.POSITIVE_INFINITY, reached: (): void => {} };
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch() {
      count += 1;
      if (count >= wanted.times) wanted.reached();
      return new Response(String(count));
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}/RPC2`,
    get count() {
      return count;
    },
    /** Settles when it has been asked so often. */
    asked: (times: number) =>
      new Promise<void>((reached) => {
        wanted = { times, reached };
        if (count >= times) reached();
      }),
    stop: () => server.stop(true),
  };
}

test("once it has stopped nobody is answered, and oned is not asked any more", async () => {
  const oned = countingOned();
  const outside = await outsideOf({ onedUrls: [oned.url] });
  await outside.listen();
  await oned.asked(1);
  await outside.stop();
  await expect(readiness()).rejects.toThrow();
  const before = oned.count;
  // Another one is asked twenty times meanwhile; of the one that has stopped a question may be under way.
  const other = countingOned();
  await (await outsideOf({ onedUrls: [other.url], admin: { unix: join(directory, "other") } })).listen();
  await other.asked(20);
  expect(oned.count - before).toBeLessThanOrEqual(1);
  await Promise.all([oned.stop(), other.stop()]);
});

test("an address that is taken is an error when it was chosen, else a warning", async () => {
  const other = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const admin = { host: "127.0.0.1", port: other.port };
  await expect((await outsideOf({ admin })).listen()).rejects.toMatchObject({
    message: `Another program listens on port ${other.port} of 127.0.0.1.`,
    hint: expect.stringContaining("set another ADMIN."),
  });
  await (await outsideOf({ admin, adminChosen: false })).listen();
  expect(log.lines.join("")).toContain("warning health and metrics are not available: set ADMIN");
  other.stop(true);
});

test("nothing listens, oned is not asked and nothing is counted with ADMIN=off", async () => {
  let asked = 0;
  const oned = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response(String(++asked)) });
  const outside = await outsideOf({ admin: undefined, onedUrls: [`http://127.0.0.1:${oned.port}/`] });
  await outside.listen();
  expect(outside.metrics).toBeUndefined();
  await fetch(`http://127.0.0.1:${oned.port}/`);
  expect(asked).toBe(1);
  await oned.stop(true);
});

test("what fails in the listener of ADMIN is logged", async () => {
  const listen = spyOn(admin, "listenAdmin");
  try {
    await (await outsideOf({ onedUrls: ["http://127.0.0.1:1/RPC2"] }, 3_600_000)).listen();
    listen.mock.calls[0]?.[0].onError("it broke");
    expect(log.lines.at(-1)).toContain('the listener of ADMIN failed cause="it broke"');
  } finally {
    listen.mockRestore();
  }
});
