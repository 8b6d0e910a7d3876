/** Who has the lock of a file, as the kernel says it: to everybody, and to users who can look at the process. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { holderOf, holdsLock } from "./private-lock.ts";

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
