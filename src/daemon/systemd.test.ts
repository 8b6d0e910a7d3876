import { dlopen } from "bun:ffi";
import { afterAll, beforeAll, expect, spyOn, test } from "bun:test";
import { closeSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as kernel from "./libc.ts";
import { unixAddress, unixDatagramSocket } from "./libc.ts";
import { notifySystemd } from "./systemd.ts";

const libc = dlopen("libc.so.6", {
  bind: { args: ["i32", "buffer", "u32"], returns: "i32" },
  recv: { args: ["i32", "buffer", "usize", "i32"], returns: "i64" },
}).symbols;
const MSG_DONTWAIT = 0x40;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-systemd-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What a service manager that listens on `path` has received after `send` has run. */
function received(path: string, send: () => void): string {
  const fd = unixDatagramSocket();
  try {
    const address = unixAddress(path);
    expect(libc.bind(fd, address, address.length)).toBe(0);
    send();
    const buffer = Buffer.alloc(4096);
    const length = Number(libc.recv(fd, buffer, buffer.length, MSG_DONTWAIT));
    return buffer.toString("utf8", 0, Math.max(0, length));
  } finally {
    closeSync(fd);
  }
}

test("a socket in the file system and one in the abstract name space are told", () => {
  const inFiles = join(directory, "notify");
  const abstract = `@occi-test-${process.pid}`;
  for (const path of [inFiles, abstract]) {
    const text = received(path, () => notifySystemd(path, "READY=1", "STATUS=listening on https://[::]:4567"));
    expect(text).toBe("READY=1\nSTATUS=listening on https://[::]:4567");
  }
});

test.each(["heard", "not heard"])("no descriptor is left of a notice that is %s", (name) => {
  const path = join(directory, name);
  const descriptors = (): number => readdirSync("/proc/self/fd").length;
  const before = descriptors();
  const send = (): void => {
    for (let i = 0; i < 5; i++) notifySystemd(path, "WATCHDOG=1");
  };
  if (name === "heard") expect(received(path, send)).toBe("WATCHDOG=1");
  else expect(send).toThrow("errno 2");
  expect(descriptors() - before).toBeLessThan(1);
});

test("without systemd nothing happens: no socket is made", () => {
  const path = join(directory, "made");
  const made = spyOn(kernel, "unixDatagramSocket");
  try {
    for (const socket of [undefined, ""]) notifySystemd(socket, "READY=1");
    expect(made).not.toHaveBeenCalled();
    expect(received(path, () => notifySystemd(path, "READY=1"))).toBe("READY=1");
    expect(made).toHaveBeenCalled();
  } finally {
    made.mockRestore();
  }
});

test("a socket that nobody listens on is an error, for the log", () => {
  expect(() => notifySystemd(join(directory, "nobody"), "READY=1")).toThrow("errno 2");
});
