/**
 * The process id in a locked file. The lock, not the number, tells whether the server runs: the kernel frees it when the
 * process ends, however it ends, and no other process ever inherits it with a reused number. The file stays when the
 * server ends (removing it would race with a start), empty.
 */
import { closeSync, constants, ftruncateSync, openSync, readdirSync, readFileSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, OcciError } from "../errors.ts";
import { tryLock } from "./libc.ts";

export interface PidLock {
  /** Empties the file and frees the lock. */
  release(): void;
}

/**
 * Takes the lock and writes this process's id.
 * @throws OcciError SETUP_FAULT when another process holds it, or the file cannot be written.
 */
export function lockPidFile(file: string): PidLock {
  const fd = open(file, constants.O_RDWR | constants.O_CREAT);
  try {
    if (!tryLock(fd)) {
      const pid = readPid(file);
      throw new OcciError("SETUP_FAULT", `occi-server is already running${pid === undefined ? "" : ` (pid ${pid})`}.`);
    }
    ftruncateSync(fd);
    writeSync(fd, `${process.pid}\n`, 0);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return {
    release() {
      ftruncateSync(fd);
      closeSync(fd);
    },
  };
}

export type ServerStatus = { readonly running: false } | { readonly running: true; readonly pid: number | undefined };

/**
 * Whether a server holds the lock; `pid` is undefined for the moment between its lock and its writing.
 * @throws OcciError SETUP_FAULT when the file is there and cannot be read.
 */
export function serverStatus(file: string): ServerStatus {
  let fd: number;
  try {
    fd = openSync(file, constants.O_RDONLY);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return { running: false };
    throw fault(file, cause);
  }
  try {
    return tryLock(fd) ? { running: false } : { running: true, pid: readPid(file) };
  } finally {
    closeSync(fd);
  }
}

/**
 * Whether a process holds the lock of the file, as the kernel tells it (proc(5), `/proc/PID/fdinfo`): the number in the
 * file is only what somebody wrote.
 * @throws the system's error (EACCES) when this user may not look at the process.
 */
export function holdsLock(file: string, pid: number): boolean {
  try {
    const { dev, ino } = statSync(file);
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      const opened = statSync(`/proc/${pid}/fd/${fd}`, { throwIfNoEntry: false });
      if (opened?.dev !== dev || opened.ino !== ino) return false;
      return /^lock:.*\bFLOCK\b/m.test(readFileSync(`/proc/${pid}/fdinfo/${fd}`, "utf8"));
    });
  } catch (error) {
    // It ended meanwhile, or there is no such process.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

function open(file: string, flags: number): number {
  try {
    return openSync(file, flags, 0o644);
  } catch (cause) {
    throw fault(file, cause);
  }
}

function fault(file: string, cause: unknown): OcciError {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === "ENOENT") {
    const directory = dirname(file);
    return new OcciError("SETUP_FAULT", `The directory ${directory} of the pid file does not exist.`, {
      hint: `Make it for the user of the server (\`install -d -o oneadmin ${directory}\`), or set ONE_LOCATION.`,
      cause,
    });
  }
  return new OcciError("SETUP_FAULT", `The pid file ${file} cannot be used: ${messageOf(cause)}.`, {
    hint: "Run this as the user of the server (oneadmin).",
    cause,
  });
}

function readPid(file: string): number | undefined {
  const text = readFileSync(file, "utf8").trim();
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
}
