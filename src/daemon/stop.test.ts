/** The end of a server: this process holds its lock, and what it would be sent is noted. */
import { afterEach, beforeEach, describe, expect, spyOn, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DaemonPaths, daemonPaths } from "./paths.ts";
import { lockServer, type ServerLock } from "./server-lock.ts";
import { stopServer } from "./stop.ts";

let place: string;
let paths: DaemonPaths;
let lock: ServerLock | undefined;
let sent: unknown[];
/** Seconds by the clock at which the server ends. */
let endsAt: number;
/** How many signals it takes to end it. */
let signals: number;
const spies: { mockRestore(): void }[] = [];

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "occi-stop-"));
  mkdirSync(join(place, "var"));
  paths = daemonPaths(place);
  lock = lockServer(paths);
  [sent, endsAt, signals] = [[], 0, 1];
  let now = 0;
  const end = (): void => {
    if (sent.length < signals || now < endsAt * 1000) return;
    lock?.release();
    lock = undefined;
  };
  const kill = (pid: number, signal: string) => {
    sent.push([pid, signal]);
    end();
    return true as const;
  };
  const sleep = async (milliseconds: number): Promise<void> => {
    now += milliseconds;
    end();
  };
  spies.push(
    spyOn(process, "kill").mockImplementation(kill as typeof process.kill),
    spyOn(Bun, "sleep").mockImplementation(sleep as typeof Bun.sleep),
    spyOn(performance, "now").mockImplementation(() => now),
  );
});
afterEach(() => {
  for (const spy of spies.splice(0)) spy.mockRestore();
  lock?.release();
  rmSync(place, { recursive: true });
});

const TERM = [process.pid, "SIGTERM"];

describe("a server that is to stop", () => {
  test("and does not run is not signalled", async () => {
    lock?.release();
    lock = undefined;
    expect([await stopServer(paths, 1_000), sent]).toEqual(["not running", []]);
  });

  test.each([0, 0.5, 1])("is waited for: it ends after %d s of the one that it has", async (seconds) => {
    endsAt = seconds;
    expect([await stopServer(paths, 1_000), sent]).toEqual(["stopped", [TERM]]);
  });

  test.each([1.1, 3, 6])("is told again when its time is over, and ends after %d s", async (seconds) => {
    [endsAt, signals] = [seconds, 2];
    expect([await stopServer(paths, 1_000), sent]).toEqual(["cut off", [TERM, TERM]]);
  });

  test("and does not is an error, five seconds after that", async () => {
    endsAt = 6.1;
    await expect(stopServer(paths, 1_000)).rejects.toMatchObject({
      code: "SETUP_FAULT",
      message: `The server did not stop (pid ${process.pid}).`,
      hint: "`kill -9` stops it.",
    });
    expect(sent).toEqual([TERM, TERM]);
  });
});
