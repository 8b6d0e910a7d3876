/** A reload that is asked for, and signals: this process holds the lock, and what it would be sent is noted. */
import { afterEach, beforeEach, describe, expect, spyOn, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askToReload } from "./ask-reload.ts";
import { type DaemonPaths, daemonPaths } from "./paths.ts";
import { writeReport } from "./reload-report.ts";
import { lockServer, type ServerLock } from "./server-lock.ts";
import { signalServer } from "./signal-server.ts";

let place: string;
let paths: DaemonPaths;
let lock: ServerLock | undefined;
let sent: unknown[];
let onSignal: () => void;
const spies: { mockRestore(): void }[] = [];
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "occi-ask-"));
  mkdirSync(join(place, "var"));
  paths = daemonPaths(place);
  sent = [];
  onSignal = () => {};
  const kill = (pid: number, signal: string) => {
    sent.push([pid, signal]);
    onSignal();
    return true as const;
  };
  spies.push(spyOn(process, "kill").mockImplementation(kill as typeof process.kill));
});
afterEach(() => {
  for (const spy of spies.splice(0)) spy.mockRestore();
  lock?.release();
  lock = undefined;
  rmSync(place, { recursive: true });
});

const failing = (code: string) => (): never => {
  throw Object.assign(new Error(`kill ${code}`), { code });
};

describe("a signal", () => {
  test("goes to the process that holds the lock", async () => {
    expect(await signalServer(paths, "SIGHUP")).toBe(false);
    lock = lockServer(paths);
    expect(await signalServer(paths, "SIGTERM")).toBe(true);
    expect(sent).toEqual([[process.pid, "SIGTERM"]]);
  });

  test("that comes too late is none, and one that this user may not send is refused", async () => {
    lock = lockServer(paths);
    onSignal = failing("ESRCH");
    expect(await signalServer(paths, "SIGHUP")).toBe(false);
    onSignal = failing("EPERM");
    await expect(signalServer(paths, "SIGHUP")).rejects.toMatchObject({
      code: "SETUP_FAULT",
      message: `The server (pid ${process.pid}) cannot be signalled: kill EPERM.`,
      hint: expect.stringContaining("oneadmin"),
    });
  });

  test("is not sent to the process that the file names when another holds the lock", async () => {
    lock = lockServer(paths);
    writeFileSync(paths.lockFile, `${2 ** 22 + 1}\n`);
    await expect(signalServer(paths, "SIGHUP", 0)).rejects.toThrow("is locked, but not by the process it names");
    expect(sent).toEqual([]);
  });
});

describe("a reload", () => {
  const OUTCOME = { failure: undefined, warnings: ["PORT has changed"] };

  test("is not asked for when no server runs", async () => {
    expect(await askToReload(paths)).toBeUndefined();
  });

  test("has the outcome of one that began after it was asked for", async () => {
    lock = lockServer(paths);
    writeReport(paths.reloadFile, { ...OUTCOME, began: "0" });
    const began = String(2n ** 62n);
    onSignal = () => writeReport(paths.reloadFile, { ...OUTCOME, began });
    expect(await askToReload(paths)).toEqual({ began, warnings: OUTCOME.warnings } as never);
    expect(sent).toEqual([[process.pid, "SIGHUP"]]);
  });

  test("whose server stops, or does not report, is an error", async () => {
    lock = lockServer(paths);
    await expect(askToReload(paths, 0)).rejects.toThrow("The server did not report the outcome of the reload.");
    onSignal = () => {
      lock?.release();
      lock = undefined;
    };
    await expect(askToReload(paths)).rejects.toThrow("The server stopped instead of reloading.");
  });
});
