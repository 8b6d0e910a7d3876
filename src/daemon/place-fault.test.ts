import { afterEach, beforeEach, expect, test } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { daemonPaths } from "./paths.ts";
import { placeFaults } from "./place-fault.ts";
import { lockServer } from "./server-lock.ts";

let one: string;
beforeEach(() => {
  one = mkdtempSync(join(tmpdir(), "occi-places-"));
});
afterEach(() => rmSync(one, { recursive: true, force: true }));

const said = (): string[] => placeFaults(daemonPaths(one)).map(({ message, hint }) => `${message} ${hint}`);

/** The words of a start. */
function started(): string {
  try {
    lockServer(daemonPaths(one)).release();
    return "";
  } catch (error) {
    const { message, hint } = error as Error & { hint: string };
    return `${message} ${hint}`;
  }
}

test("a missing directory of the pid file is said in the words of a start, and nothing is made", () => {
  expect(said()).toEqual([expect.stringContaining(`The directory ${one}/var of the pid file does not exist.`)]);
  expect(said()).toEqual([started()]);
  expect(readdirSync(one)).toEqual([]);
});

test("a directory that others can write is said, too; a good one is not", () => {
  mkdirSync(join(one, "var"));
  chmodSync(join(one, "var"), 0o777);
  expect(said()).toEqual([started()]);
  expect(said()[0]).toContain("would not be safe");
  chmodSync(join(one, "var"), 0o755);
  expect(said()).toEqual([]);
  expect(readdirSync(join(one, "var"))).toEqual([]);
});

test("a log in a directory that is missing", () => {
  mkdirSync(join(one, "var"));
  const logFile = join(one, "log", "occi-server.log");
  expect(placeFaults({ ...daemonPaths(one), logFile })).toMatchObject([
    { message: expect.stringMatching(/^The log file cannot be opened: ENOENT/) },
  ]);
});
