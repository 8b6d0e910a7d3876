import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OcciError } from "../errors.ts";
import { tryLock } from "./libc.ts";
import { holdsLock, openLockFile } from "./private-lock.ts";
import { lockServer, type ServerPaths, serverStatus } from "./server-lock.ts";
import { stopServer } from "./stop.ts";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-lock-"));
  // Other users come in.
  chmodSync(directory, 0o755);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const children: Bun.Subprocess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

let places = 0;
function newPlace(mode = 0o755): ServerPaths & { readonly place: string } {
  const place = join(directory, String(++places));
  mkdirSync(place);
  chmodSync(place, mode);
  return { place, pidFile: join(place, "occi-server.pid"), lockFile: join(place, "occi-server.lock") };
}

/** Runs code until the first line of what it says. */
async function say(command: readonly string[], code: string) {
  const child = Bun.spawn([...command, code], { stdout: "pipe", stderr: "ignore" });
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

/** Another process that holds the lock until it is told to end. `onTerm` is code that runs for SIGTERM. */
function holder(paths: ServerPaths, onTerm = "process.exit(0)") {
  const code = `
    import { lockServer } from ${JSON.stringify(join(import.meta.dir, "server-lock.ts"))};
    process.on("SIGTERM", () => { ${onTerm} });
    try {
      lockServer(${JSON.stringify(paths)});
      console.log("locked");
    } catch (error) {
      console.log(error.message);
      process.exit(1);
    }
    setInterval(() => {}, 1_000_000);`;
  return say([process.execPath, "-e"], code);
}

/** A server of the version before: its lock is on the pid file, which everybody can read. */
function older(pidFile: string) {
  const code = `
    import { openSync, writeFileSync } from "node:fs";
    import { tryLock } from ${JSON.stringify(join(import.meta.dir, "libc.ts"))};
    writeFileSync(${JSON.stringify(pidFile)}, process.pid + "\\n");
    console.log(tryLock(openSync(${JSON.stringify(pidFile)}, "r")) ? "locked" : "refused");
    setInterval(() => {}, 1_000_000);`;
  return say([process.execPath, "-e"], code);
}

const isRoot = process.geteuid?.() === 0;
const AS_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] as const;

test("no file, empty ones, or left-over numbers: not running", () => {
  const paths = newPlace();
  expect(serverStatus(paths)).toEqual({ running: false });
  for (const text of ["", `${process.pid}\n`, "x", "-1", "1".repeat(1000)]) {
    writeFileSync(paths.pidFile, text);
    expect(serverStatus(paths)).toEqual({ running: false });
    writeFileSync(paths.lockFile, text, { mode: 0o600 });
    expect(serverStatus(paths)).toEqual({ running: false });
  }
  const nowhere = { pidFile: join(directory, "no", "such.pid"), lockFile: join(directory, "no", "such.lock") };
  expect(serverStatus(nowhere)).toEqual({ running: false });
});

test("a lock is seen by other processes, and refuses a second server", async () => {
  const paths = newPlace();
  const first = await holder(paths);
  expect(first.said).toBe("locked");
  expect(serverStatus(paths)).toEqual({
    running: true,
    pid: first.child.pid,
    locked: paths.lockFile,
  });
  expect(() => lockServer(paths)).toThrow(`occi-server is already running (pid ${first.child.pid}).`);
  const second = await holder(paths);
  expect(second.said).toBe(`occi-server is already running (pid ${first.child.pid}).`);
  expect(await second.child.exited).toBe(1);
  first.child.kill();
  await first.child.exited;
});

test("a server that has the lock, and has not written its id yet, runs", () => {
  const paths = newPlace();
  const fd = openLockFile(paths.lockFile);
  expect(tryLock(fd)).toBe(true);
  expect(serverStatus(paths)).toEqual({ running: true, pid: undefined, locked: paths.lockFile });
  expect(() => lockServer(paths)).toThrow(/^occi-server is already running\.$/);
  closeSync(fd);
  expect(serverStatus(paths)).toEqual({ running: false });
});

test("a server that was killed leaves no lock, whatever its file says", async () => {
  const paths = newPlace();
  const { child } = await holder(paths);
  child.kill("SIGKILL");
  await child.exited;
  expect(readFileSync(paths.pidFile, "utf8")).toBe(`${child.pid}\n`);
  expect(serverStatus(paths)).toEqual({ running: false });
  const lock = lockServer(paths);
  for (const file of [paths.pidFile, paths.lockFile]) expect(readFileSync(file, "utf8")).toBe(`${process.pid}\n`);
  lock.release();
  for (const file of [paths.pidFile, paths.lockFile]) expect(readFileSync(file, "utf8")).toBe("");
});

test("the lock is not inherited by a child process", async () => {
  const paths = newPlace();
  const lock = lockServer(paths);
  const child = Bun.spawn(["sh", "-c", "echo runs; cat"], { stdin: "pipe", stdout: "pipe" });
  await child.stdout.getReader().read();
  lock.release();
  expect(serverStatus(paths)).toEqual({ running: false });
  child.kill();
  await child.exited;
});

test("stop waits until the server has ended", async () => {
  const paths = newPlace();
  const { child } = await holder(paths);
  expect(await stopServer(paths, 10_000)).toBe("stopped");
  expect(serverStatus(paths)).toEqual({ running: false });
  expect(await child.exited).toBe(0);
  expect(await stopServer(paths, 10_000)).toBe("not running");
});

test("stop signals again when the time for requests is over", async () => {
  const paths = newPlace();
  const { child } = await holder(paths, "if (globalThis.asked) process.exit(7); globalThis.asked = true;");
  expect(await stopServer(paths, 100)).toBe("cut off");
  expect(await child.exited).toBe(7);
});

test("a process that has the lock of another file does not count, though it has this one open", async () => {
  const paths = newPlace();
  const { child: server } = await holder(paths);
  const other = join(paths.place, "other");
  const command = `exec 3<"${paths.lockFile}" 4>"${other}"; flock -n 4 && echo locked; exec cat`;
  const bystander = Bun.spawn(["sh", "-c", command], { stdin: "pipe", stdout: "pipe" });
  children.push(bystander);
  const { value } = await bystander.stdout.getReader().read();
  expect(Buffer.from(value ?? []).toString()).toBe("locked\n");
  expect(holdsLock(other, bystander.pid)).toBe(true);
  expect(holdsLock(paths.lockFile, bystander.pid)).toBe(false);
  writeFileSync(paths.lockFile, `${bystander.pid}\n`);
  await expect(stopServer(paths, 100)).rejects.toThrow("nothing was signalled");
  expect([bystander.signalCode, server.signalCode]).toEqual([null, null]);
});

test("stop signals the holder of the lock only, whatever number is in the files", async () => {
  const paths = newPlace();
  const { pidFile, lockFile } = paths;
  const { child: server } = await holder(paths);
  // A process of this test's own, that ends at the first signal, and has the file open without the lock.
  const bystander = Bun.spawn(["sh", "-c", `exec 3<"${lockFile}"; echo runs; exec cat`], {
    stdin: "pipe",
    stdout: "pipe",
  });
  children.push(bystander);
  await bystander.stdout.getReader().read();
  writeFileSync(lockFile, `${bystander.pid}\n`);
  expect(holdsLock(lockFile, bystander.pid)).toBe(false);
  expect(holdsLock(lockFile, server.pid)).toBe(true);
  await expect(stopServer(paths, 100)).rejects.toThrow(
    "is locked, but not by the process it names: nothing was signalled.",
  );
  expect([bystander.exitCode, bystander.signalCode, server.exitCode]).toEqual([null, null, null]);
  writeFileSync(lockFile, `${server.pid}\n`);
  // The pid file is for people.
  writeFileSync(pidFile, `${bystander.pid}\n`);
  expect(await stopServer(paths, 10_000)).toBe("stopped");
  expect(bystander.signalCode).toBeNull();
});

test("a directory that is missing is named, with what to do", () => {
  const place = join(directory, "missing");
  const lock = (): unknown => lockServer({ pidFile: join(place, "x.pid"), lockFile: join(place, "x.lock") });
  expect(lock).toThrow(OcciError);
  expect(lock).toThrow(`The directory ${place} of the pid file does not exist.`);
});

test("somebody who looks all the time keeps no server from starting", async () => {
  const paths = newPlace();
  lockServer(paths).release();
  const looking = say(
    [process.execPath, "-e"],
    `
    import { serverStatus } from ${JSON.stringify(join(import.meta.dir, "server-lock.ts"))};
    console.log("looks");
    for (;;) serverStatus(${JSON.stringify(paths)});`,
  );
  await looking;
  for (let i = 0; i < 20; i++) expect(() => lockServer(paths).release()).not.toThrow();
});

test("everybody may read the pid file, and only the user of the server can open the lock", () => {
  const paths = newPlace();
  lockServer(paths).release();
  expect(statSync(paths.pidFile).mode & 0o777).toBe(0o644);
  expect(statSync(paths.lockFile).mode & 0o777).toBe(0o600);
});

describe("a server of an older version", () => {
  test("is seen, keeps another from starting, and is stopped", async () => {
    const paths = newPlace();
    const { child, said } = await older(paths.pidFile);
    expect(said).toBe("locked");
    expect(serverStatus(paths)).toEqual({ running: true, pid: child.pid, locked: paths.pidFile });
    expect(() => lockServer(paths)).toThrow(`occi-server is already running (pid ${child.pid}).`);
    expect(await stopServer(paths, 10_000)).toBe("stopped");
    await child.exited;
    expect(child.signalCode).toBe("SIGTERM");
    lockServer(paths).release();
  });

  test("sees that this one runs: the pid file is locked, too, by the process that it names", async () => {
    const { pidFile, ...rest } = newPlace();
    const { child } = await holder({ pidFile, ...rest });
    expect(holdsLock(pidFile, child.pid)).toBe(true);
  });
});

describe.skipIf(!isRoot)("another user of the machine", () => {
  /** Holds a lock on a file for as long as the test, as nobody. */
  const hold = (file: string) =>
    say([...AS_NOBODY, "bash", "-c"], `exec 9<'${file}' && flock -n 9 && echo locked || echo refused; exec sleep 1000`);

  test("who locks the pid file keeps no server from starting, and is not taken for one", async () => {
    const paths = newPlace();
    lockServer(paths).release();
    const { child, said } = await hold(paths.pidFile);
    expect(said).toBe("locked");
    for (const text of ["", `${child.pid}\n`]) {
      writeFileSync(paths.pidFile, text);
      expect(serverStatus(paths)).toEqual({ running: false });
      expect(await stopServer(paths, 100)).toBe("not running");
      const server = await holder(paths);
      expect(server.said).toBe("locked");
      expect(serverStatus(paths)).toMatchObject({ running: true, pid: server.child.pid });
      expect(await stopServer(paths, 10_000)).toBe("stopped");
    }
    expect(child.signalCode).toBeNull();
  });

  test("cannot open the lock, before, while and after a server runs", async () => {
    const paths = newPlace();
    lockServer(paths).release();
    expect((await hold(paths.lockFile)).said).toBe("refused");
    const lock = lockServer(paths);
    expect((await hold(paths.lockFile)).said).toBe("refused");
    lock.release();
  });

  test("may ask whether it runs, and may not stop it", async () => {
    const paths = newPlace();
    const server = await holder(paths);
    // Where nobody can read the source.
    const bundle = join(paths.place, "asks.js");
    const built = await Bun.build({
      entrypoints: [join(import.meta.dir, "server-lock.ts")],
      target: "bun",
      outdir: paths.place,
    });
    expect(built.success).toBe(true);
    const bun = join(directory, "bun");
    copyFileSync(process.execPath, bun);
    chmodSync(bun, 0o755);
    writeFileSync(
      bundle,
      `import { serverStatus } from "./server-lock.js";\nconsole.log(JSON.stringify(serverStatus(${JSON.stringify(paths)})));`,
    );
    const asked = Bun.spawn([...AS_NOBODY, bun, bundle], { stdout: "pipe", env: { HOME: "/nonexistent" } });
    const told = { running: true, pid: server.child.pid, locked: paths.lockFile };
    expect(JSON.parse(await new Response(asked.stdout).text())).toEqual(told);
  });

  test.each([
    [
      "a file of his own",
      (file: string) => {
        writeFileSync(file, "1\n", { mode: 0o600 });
        chownSync(file, 65534, 65534);
      },
      "it belongs to user 65534",
    ],
    [
      "a file that he can open",
      (file: string) => writeFileSync(file, "1\n", { mode: 0o644 }),
      "users other than its owner can open it",
    ],
    [
      "a pipe",
      (file: string) => {
        Bun.spawnSync(["mkfifo", "-m", "600", file]);
      },
      "it is not a file",
    ],
    ["a link", (file: string) => symlinkSync("/etc/passwd", file), "cannot be used: ELOOP"],
    ["a directory", (file: string) => mkdirSync(file), "cannot be used: EISDIR"],
  ])(
    "who puts %s in the place of the lock, where all can write: that is told, and no server is seen",
    async (_, put, reason) => {
      const paths = newPlace(0o1777);
      put(paths.lockFile);
      if (reason.startsWith("it belongs")) await hold(paths.lockFile);
      expect(serverStatus(paths)).toEqual({ running: false });
      expect(() => lockServer(paths)).toThrow(reason);
      expect(readFileSync("/etc/passwd", "utf8")).toStartWith("root");
    },
  );

  test("who could take the lock away: that is told", () => {
    const paths = newPlace(0o777);
    expect(() => lockServer(paths)).toThrow(
      `would not be safe: every user of this machine can write to ${paths.place}.`,
    );
  });

  test("who puts a link in the place of the pid file: it is not followed", () => {
    const paths = newPlace(0o1777);
    const victim = join(directory, "victim");
    writeFileSync(victim, "untouched");
    symlinkSync(victim, paths.pidFile);
    expect(() => lockServer(paths)).toThrow(`${paths.pidFile} cannot be used: ELOOP`);
    expect(readFileSync(victim, "utf8")).toBe("untouched");
    rmSync(paths.pidFile);
    lockServer(paths).release();
  });
});
