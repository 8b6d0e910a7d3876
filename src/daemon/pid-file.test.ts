import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OcciError } from "../errors.ts";
import { holdsLock, lockPidFile, serverStatus } from "./pid-file.ts";
import { stopServer } from "./stop.ts";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-pid-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const children: Bun.Subprocess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

let files = 0;
const newFile = (): string => join(directory, `${++files}.pid`);

/** Another process that holds the lock until it is told to end. `onTerm` is code that runs for SIGTERM. */
async function holder(file: string, onTerm = "process.exit(0)") {
  const code = `
    import { lockPidFile } from ${JSON.stringify(join(import.meta.dir, "pid-file.ts"))};
    process.on("SIGTERM", () => { ${onTerm} });
    try {
      lockPidFile(${JSON.stringify(file)});
      console.log("locked");
    } catch (error) {
      console.log(error.message);
      process.exit(1);
    }
    setInterval(() => {}, 1_000_000);`;
  const child = Bun.spawn([process.execPath, "-e", code], { stdout: "pipe", stderr: "inherit" });
  children.push(child);
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  return {
    child,
    said: Buffer.from(value ?? [])
      .toString()
      .trim(),
  };
}

test("no file, an empty one, or a left-over number: not running", () => {
  const file = newFile();
  expect(serverStatus(file)).toEqual({ running: false });
  writeFileSync(file, "");
  expect(serverStatus(file)).toEqual({ running: false });
  writeFileSync(file, `${process.pid}\n`);
  expect(serverStatus(file)).toEqual({ running: false });
  expect(serverStatus(join(directory, "no", "such", "directory.pid"))).toEqual({ running: false });
});

test("a lock is seen by other processes, and refuses a second server", async () => {
  const file = newFile();
  const first = await holder(file);
  expect(first.said).toBe("locked");
  expect(serverStatus(file)).toEqual({ running: true, pid: first.child.pid });
  expect(() => lockPidFile(file)).toThrow(`occi-server is already running (pid ${first.child.pid}).`);
  const second = await holder(file);
  expect(second.said).toBe(`occi-server is already running (pid ${first.child.pid}).`);
  expect(await second.child.exited).toBe(1);
  first.child.kill();
  await first.child.exited;
});

test("a server that was killed leaves no lock, whatever its file says", async () => {
  const file = newFile();
  const { child } = await holder(file);
  child.kill("SIGKILL");
  await child.exited;
  expect(readFileSync(file, "utf8")).toBe(`${child.pid}\n`);
  expect(serverStatus(file)).toEqual({ running: false });
  const lock = lockPidFile(file);
  expect(readFileSync(file, "utf8")).toBe(`${process.pid}\n`);
  lock.release();
  expect(readFileSync(file, "utf8")).toBe("");
});

test("the lock is not inherited by a child process", async () => {
  const file = newFile();
  const lock = lockPidFile(file);
  const child = Bun.spawn(["sh", "-c", "echo runs; cat"], { stdin: "pipe", stdout: "pipe" });
  await child.stdout.getReader().read();
  lock.release();
  expect(serverStatus(file)).toEqual({ running: false });
  child.kill();
  await child.exited;
});

test("stop waits until the server has ended", async () => {
  const file = newFile();
  const { child } = await holder(file);
  expect(await stopServer(file, 10_000)).toBe("stopped");
  expect(serverStatus(file)).toEqual({ running: false });
  expect(await child.exited).toBe(0);
  expect(await stopServer(file, 10_000)).toBe("not running");
});

test("stop signals again when the time for requests is over", async () => {
  const file = newFile();
  const { child } = await holder(file, "if (globalThis.asked) process.exit(7); globalThis.asked = true;");
  expect(await stopServer(file, 100)).toBe("cut off");
  expect(await child.exited).toBe(7);
});

test("stop signals the holder of the lock only, whatever number stands in the file", async () => {
  const file = newFile();
  const { child: server } = await holder(file);
  // A process of this test's own, that ends at the first signal, and has the file open without the lock.
  const bystander = Bun.spawn(["sh", "-c", `exec 3<"${file}"; echo runs; exec cat`], { stdin: "pipe", stdout: "pipe" });
  children.push(bystander);
  await bystander.stdout.getReader().read();
  writeFileSync(file, `${bystander.pid}\n`);
  expect(holdsLock(file, bystander.pid)).toBe(false);
  expect(holdsLock(file, server.pid)).toBe(true);
  await expect(stopServer(file, 100)).rejects.toThrow(
    "is locked, but not by the process it names: nothing was signalled.",
  );
  expect([bystander.exitCode, bystander.signalCode, server.exitCode]).toEqual([null, null, null]);
  writeFileSync(file, `${server.pid}\n`);
  expect(await stopServer(file, 10_000)).toBe("stopped");
  expect(bystander.signalCode).toBeNull();
});

test("a directory that is missing is named, with what to do", () => {
  const file = join(directory, "missing", "x.pid");
  const lock = (): unknown => lockPidFile(file);
  expect(lock).toThrow(OcciError);
  expect(lock).toThrow(`The directory ${join(directory, "missing")} of the pid file does not exist.`);
});
