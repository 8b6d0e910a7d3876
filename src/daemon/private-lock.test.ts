/** Who has the lock of a file, as the kernel says it: to everybody, and to users who can look at the process. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { holderOf, holdsLock, isLocked, openLockFile, openToLook, userOf } from "./private-lock.ts";

let directory: string;
let file: string;
const children: Bun.Subprocess[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-private-"));
  file = join(directory, "lock");
  writeFileSync(file, "");
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(directory, { recursive: true });
});

/** A process that has a lock on a file. */
async function locking(path: string, way: "exclusive" | "shared" = "exclusive"): Promise<number> {
  const code = `
    import { openSync } from "node:fs";
    import { tryLock } from ${JSON.stringify(join(import.meta.dir, "libc.ts"))};
    console.log(tryLock(openSync(${JSON.stringify(path)}, "r+"), ${JSON.stringify(way)}) ? "locked" : "refused");
    setInterval(() => {}, 1_000_000);`;
  const child = Bun.spawn([process.execPath, "-e", code], { stdout: "pipe" });
  children.push(child);
  const { value } = await child.stdout.getReader().read();
  expect(Buffer.from(value ?? []).toString()).toBe("locked\n");
  return child.pid;
}

describe("the holder of a lock", () => {
  test("is the process that has locked the file", async () => {
    const pid = await locking(file);
    expect(holdsLock(file, pid)).toBe(true);
    expect(holderOf(file)).toBe(pid);
  });

  test("is nobody when another file is locked, or none is there", async () => {
    const other = join(directory, "other");
    writeFileSync(other, "");
    const pid = await locking(other);
    expect([holdsLock(file, pid), holderOf(file)]).toEqual([false, undefined]);
    expect([holdsLock(join(directory, "missing"), pid), holderOf(join(directory, "missing"))]).toEqual([
      false,
      undefined,
    ]);
  });

  test("is nobody who only looks: a shared lock is not the server's", async () => {
    await locking(file, "shared");
    expect(holderOf(file)).toBeUndefined();
  });

  test("is no process that has the file open without a lock, and none that has ended", () => {
    const fd = openSync(file, "r");
    expect(holdsLock(file, process.pid)).toBe(false);
    closeSync(fd);
    expect(holdsLock(file, 2 ** 22 + 1)).toBe(false);
  });
});

describe("the file of a lock", () => {
  test("is made for its owner alone, and keeps what is in it", () => {
    const own = join(directory, "own");
    closeSync(openLockFile(own));
    expect(statSync(own).mode & 0o777).toBe(0o600);
    writeFileSync(own, "7\n");
    closeSync(openLockFile(own));
    expect(readFileSync(own, "utf8")).toBe("7\n");
  });

  test("that cannot be made is the system's error", () => {
    // Nobody can make a file there.
    expect(() => openLockFile("/proc/occi-server.lock")).toThrow(/^ENOENT.*open/);
  });

  test("of others is told as what it is", () => {
    chmodSync(file, 0o640);
    expect(() => openLockFile(file)).toThrow(
      `The lock file ${file} is not one of this server's: users other than its owner can open it.`,
    );
    const pipe = join(directory, "pipe");
    Bun.spawnSync(["mkfifo", "-m", "600", pipe]);
    expect(() => openLockFile(pipe)).toThrow("it is not a file");
  });

  test("is opened to look at it only where it is one of the server's own", () => {
    chmodSync(file, 0o600);
    const fd = openToLook(file);
    expect(fd).toBeGreaterThan(2);
    if (fd !== undefined) {
      expect(isLocked(fd)).toBe(false);
      closeSync(fd);
    }
    const [link, socket, folder] = ["link", "socket", "folder"].map((name) => join(directory, name)) as [
      string,
      string,
      string,
    ];
    symlinkSync(file, link);
    mkdirSync(folder);
    const listening = Bun.listen({ unix: socket, socket: { data() {} } });
    for (const other of [join(directory, "none"), join(file, "below"), link, socket, folder]) {
      expect([other, openToLook(other)]).toEqual([other, undefined]);
    }
    listening.stop(true);
    chmodSync(file, 0o604);
    expect(openToLook(file)).toBeUndefined();
    expect(() => openToLook(join(directory, "x".repeat(300)))).toThrow("ENAMETOOLONG");
  });
});

test("a process has a user; one that has ended has none", () => {
  expect(userOf(process.pid)).toBe(process.getuid?.() ?? Number.NaN);
  expect(userOf(2 ** 22 + 1)).toBeNaN();
});

test("no descriptor is left of a file that is refused or not one", () => {
  chmodSync(file, 0o644);
  const descriptors = (): number => readdirSync("/proc/self/fd").length;
  const before = descriptors();
  for (let i = 0; i < 5; i++) {
    expect(() => openLockFile(file)).toThrow("users other than its owner can open it");
    expect(openToLook(file)).toBeUndefined();
    expect(openToLook(join(directory, "none"))).toBeUndefined();
  }
  expect(descriptors() - before).toBeLessThan(1);
});
