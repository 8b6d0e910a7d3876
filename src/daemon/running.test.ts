import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DaemonPaths, daemonPaths } from "./paths.ts";
import { readRunning, requireConfiguration, writeRunning } from "./running.ts";
import { lockServer, type ServerLock } from "./server-lock.ts";

let place: string;
let paths: DaemonPaths;
let lock: ServerLock | undefined;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "occi-running-"));
  mkdirSync(join(place, "var"));
  paths = daemonPaths(place);
});
afterEach(() => {
  lock?.release();
  lock = undefined;
  rmSync(place, { recursive: true, force: true });
});

const OWN = { pid: process.pid, url: "https://cloud:4567", config: "/etc/one/occi-server.conf", log: null };

test("is what the server with that process id has told", () => {
  expect(readRunning(paths.runningFile, process.pid)).toBeUndefined();
  writeRunning(paths.runningFile, OWN);
  expect(readRunning(paths.runningFile, process.pid)).toEqual(OWN);
  expect(readRunning(paths.runningFile, process.pid + 1)).toBeUndefined();
  expect(readRunning(paths.runningFile, undefined)).toBeUndefined();
});

test.each(["", "{", "null", "[]", '{"pid":1}', `{"pid":${process.pid},"url":7}`])("%j tells nothing", (text) => {
  writeFileSync(paths.runningFile, text);
  expect(readRunning(paths.runningFile, process.pid)).toBeUndefined();
});

test("a command for another configuration is refused, and names both", () => {
  const ask = (file: string | undefined) => () => requireConfiguration(paths, file);
  writeRunning(paths.runningFile, OWN);
  // Nothing runs: the command says so itself.
  expect(ask("/other.conf")).not.toThrow();
  lock = lockServer(paths);
  expect(ask(undefined)).not.toThrow();
  expect(ask(OWN.config)).not.toThrow();
  expect(ask("/other.conf")).toThrow(
    `The running server (pid ${process.pid}) uses /etc/one/occi-server.conf, not /other.conf.`,
  );
  writeRunning(paths.runningFile, { ...OWN, config: null });
  expect(ask("/other.conf")).toThrow("uses the built-in values, not /other.conf.");
});

test("of a server that tells nothing nobody knows: the command goes on", () => {
  lock = lockServer(paths);
  expect(() => requireConfiguration(paths, "/other.conf")).not.toThrow();
});
