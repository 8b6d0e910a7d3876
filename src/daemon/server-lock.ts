/**
 * Whether the server runs, and as which process. A lock shows it, not a number: the kernel frees it when the process
 * ends, however it ends, and no other process ever inherits it with a reused number. The process id is in the locked
 * file, which nobody else can write, and in the pid file. Both files stay when the server ends (removing them would race
 * with a start), empty.
 */
import { closeSync, ftruncateSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { OcciError } from "../errors.ts";
import { isTrusted } from "../ownership.ts";
import { tryLock } from "./libc.ts";
import type { DaemonPaths } from "./paths.ts";
import { openPidFile, pidIn, pidNamedBy, unusable, writePid } from "./pid-file.ts";
import { holderOf, holdsLock, isLocked, openLockFile, openToLook, userOf } from "./private-lock.ts";

export type ServerPaths = Pick<DaemonPaths, "pidFile" | "lockFile">;

export interface ServerLock {
  /** Empties the files and frees the lock. */
  release(): void;
}

/** Somebody who only looks has the lock for a moment. Milliseconds. */
const LOOKERS_MS = 200;
const LOOK_EVERY_MS = 10;

/**
 * Takes the lock and writes this process's id.
 * @throws OcciError SETUP_FAULT when a server runs, or when the files cannot be written or others could replace them.
 */
export function lockServer(paths: ServerPaths): ServerLock {
  const open: number[] = [];
  const close = (): void => {
    for (const fd of open.splice(0)) closeSync(fd);
  };
  try {
    const lock = lockFileOf(paths);
    open.push(lock);
    if (!taken(lock)) throw alreadyRunning(pidIn(lock));
    const old = olderServer(paths);
    if (old !== undefined) throw alreadyRunning(old);
    const pidFile = openPidFile(paths.pidFile);
    open.unshift(pidFile);
    // For `stop` and `status` of an older version. Another process's lock on it does no harm.
    tryLock(pidFile);
    for (const fd of open) writePid(fd);
  } catch (error) {
    close();
    throw error;
  }
  return {
    release() {
      for (const fd of open) ftruncateSync(fd);
      close();
    },
  };
}

export type ServerStatus =
  | { readonly running: false }
  | {
      readonly running: true;
      readonly pid: number | undefined;
      /** The file that it has locked. */
      readonly locked: string;
    };

/**
 * Whether a server runs; `pid` is undefined for the moment between its lock and its writing.
 * @throws OcciError SETUP_FAULT when the lock cannot be examined.
 */
export function serverStatus(paths: ServerPaths): ServerStatus {
  const running = lockedBy(paths.lockFile);
  if (running !== undefined) return { running: true, pid: running.pid, locked: paths.lockFile };
  const pid = olderServer(paths);
  return pid === undefined ? { running: false } : { running: true, pid, locked: paths.pidFile };
}

/** Undefined when nobody has the lock. */
function lockedBy(lockFile: string): { readonly pid: number | undefined } | undefined {
  let fd: number | undefined;
  try {
    fd = openToLook(lockFile);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EACCES") throw unusable(lockFile, error);
    // Another user may ask as well.
    const pid = looked(lockFile, () => holderOf(lockFile));
    return pid === undefined ? undefined : { pid };
  }
  if (fd === undefined) return undefined;
  try {
    return isLocked(fd) ? { pid: pidIn(fd) } : undefined;
  } finally {
    closeSync(fd);
  }
}

/**
 * A server of an older version, whose lock is on the pid file. Everybody can lock that: only the process counts whose id
 * is in it, and only if it belongs to somebody who could have written it there.
 */
function olderServer({ pidFile }: ServerPaths): number | undefined {
  const pid = pidNamedBy(pidFile);
  if (pid === undefined || !isTrusted(userOf(pid), statSync(dirname(pidFile)))) return undefined;
  return looked(pidFile, () => holds(pidFile, pid)) ? pid : undefined;
}

function holds(pidFile: string, pid: number): boolean {
  try {
    return holdsLock(pidFile, pid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EACCES") throw error;
    return holderOf(pidFile) === pid;
  }
}

function looked<T>(file: string, look: () => T): T {
  try {
    return look();
  } catch (cause) {
    throw unusable(file, cause);
  }
}

function lockFileOf({ lockFile }: ServerPaths): number {
  try {
    return openLockFile(lockFile);
  } catch (error) {
    throw error instanceof OcciError ? error : unusable(lockFile, error);
  }
}

function taken(lock: number): boolean {
  const until = performance.now() + LOOKERS_MS;
  while (!tryLock(lock)) {
    if (performance.now() > until) return false;
    Bun.sleepSync(LOOK_EVERY_MS);
  }
  return true;
}

function alreadyRunning(pid: number | undefined): OcciError {
  return new OcciError("SETUP_FAULT", `occi-server is already running${pid === undefined ? "" : ` (pid ${pid})`}.`, {
    hint: "Use `occi-server reload` for a changed configuration, `occi-server restart` for another executable.",
  });
}
