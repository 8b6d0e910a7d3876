import { afterAll, beforeAll, expect, spyOn, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as kernel from "./libc.ts";
import { notifySystemd } from "./systemd.ts";
import { notifySocket } from "./testing/notify-socket.ts";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-systemd-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What a service manager that listens on `path` has received after `send` has run. */
function received(path: string, send: () => void): string[] {
  const socket = notifySocket(path);
  send();
  return socket.received();
}

test("a socket in the file system and one in the abstract name space are told", () => {
  const inFiles = join(directory, "notify");
  const abstract = `@occi-test-${process.pid}`;
  for (const path of [inFiles, abstract]) {
    const text = received(path, () => notifySystemd(path, "READY=1", "STATUS=listening on https://[::]:4567"));
    expect(text).toEqual(["READY=1\nSTATUS=listening on https://[::]:4567"]);
  }
});

test.each(["heard", "not heard"])("no descriptor is left of a notice that is %s", (name) => {
  const path = join(directory, name);
  const descriptors = (): number => readdirSync("/proc/self/fd").length;
  const before = descriptors();
  const send = (): void => {
    for (let i = 0; i < 5; i++) notifySystemd(path, "WATCHDOG=1");
  };
  if (name === "heard") expect(received(path, send)).toEqual(Array.from({ length: 5 }, () => "WATCHDOG=1"));
  else expect(send).toThrow("errno 2");
  expect(descriptors() - before).toBeLessThan(1);
});

test("without systemd nothing happens: no socket is made", () => {
  const path = join(directory, "made");
  const made = spyOn(kernel, "unixDatagramSocket");
  try {
    for (const socket of [undefined, ""]) notifySystemd(socket, "READY=1");
    expect(made).not.toHaveBeenCalled();
    expect(received(path, () => notifySystemd(path, "READY=1"))).toEqual(["READY=1"]);
    expect(made).toHaveBeenCalled();
  } finally {
    made.mockRestore();
  }
});

test("a socket that nobody listens on is an error, for the log", () => {
  expect(() => notifySystemd(join(directory, "nobody"), "READY=1")).toThrow("errno 2");
});
