/** The unit of systemd, as far as systemd can judge it without running it. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DRAIN_MS } from "./drain.ts";
import { pingEvery } from "./watchdog.ts";

const UNIT = join(import.meta.dir, "..", "..", "etc", "occi-server.service");
const unit = readFileSync(UNIT, "utf8");
const withSystemd = test.skipIf(Bun.which("systemd-analyze") === null);

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-unit-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function analyze(...words: string[]): { code: number; text: string } {
  const { exitCode, stdout, stderr } = Bun.spawnSync(["systemd-analyze", "--no-pager", ...words]);
  return { code: exitCode, text: `${stdout}${stderr}` };
}

/** The last value of a setting. */
function setting(name: string): string | undefined {
  return [...unit.matchAll(new RegExp(`^${name}=(.*)$`, "gm"))].at(-1)?.[1];
}

withSystemd("it exposes the machine by 1.5 of 10 at most", () => {
  const { code, text } = analyze("security", "--offline=true", "--threshold=15", UNIT);
  expect(text).toMatch(/Overall exposure level for occi-server\.service: (0\.\d|1\.[0-5]) /);
  expect(code).toBe(0);
});

withSystemd("systemd understands every line of it", () => {
  const copy = join(directory, "occi-server.service");
  // The program and its page need not be installed here.
  writeFileSync(copy, unit.replaceAll("/usr/bin/occi-server", "/bin/sh").replace(/^Documentation=.*$/m, ""));
  expect(analyze("verify", copy)).toEqual({ code: 0, text: "" });
});

test("requests under way get their time before systemd ends the server", () => {
  expect(Number(setting("TimeoutStopSec"))).toBeGreaterThan(DRAIN_MS / 1000);
});

test("it is watched, and nothing that runs other code gets in by its environment", () => {
  expect(pingEvery({ WATCHDOG_USEC: `${Number(setting("WatchdogSec")) * 1_000_000}` }, 1)).toBe(15_000);
  expect(setting("UnsetEnvironment")?.split(" ")).toEqual(["BUN_OPTIONS", "BUN_BE_BUN", "NODE_OPTIONS"]);
});

test("the directory of uploads is shown to it, and made by the entry of tmpfiles.d", () => {
  const entry = readFileSync(join(UNIT, "..", "occi-server.tmpfiles.conf"), "utf8");
  const sample = readFileSync(join(UNIT, "..", "occi-server.conf"), "utf8");
  const imageDir = /^#?\s*IMAGE_DIR=(\S+)/m.exec(sample)?.[1] ?? "";
  expect(setting("BindPaths")).toBe(imageDir);
  expect(entry).toContain(`d ${imageDir} 0711 oneadmin oneadmin -`);
});
