/**
 * A lock on a file that only its owner can open. Any user who can open a file can lock it (flock(2), also for reading),
 * and keep the lock at will: a file that others can read cannot serve as a lock.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  type Stats,
  statSync,
} from "node:fs";
import { dirname } from "node:path";
import { OcciError } from "../errors.ts";
import { isPrivate, isTrusted, openToOthers } from "../ownership.ts";
import { tryLock } from "./libc.ts";

/** Nothing is followed, nothing waited for: others may have put a link or a pipe there. */
const FLAGS = constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Opens the file of a lock, and makes it when it is missing.
 * @returns its descriptor.
 * @throws OcciError SETUP_FAULT when others can open the file or take it away; the system's error (EACCES, ENOENT).
 */
export function openLockFile(file: string): number {
  const unsafe = unsafeLockDirectory(file);
  if (unsafe !== undefined) throw unsafe;
  let fd: number;
  try {
    fd = openSync(file, FLAGS | constants.O_RDWR | constants.O_CREAT, 0o600);
  } catch (error) {
    const found = lstatSync(file, { throwIfNoEntry: false });
    throw found === undefined || found.uid === process.geteuid?.() ? error : notOurs(file, found);
  }
  const stat = fstatSync(fd);
  if (isSafe(stat, file)) return fd;
  closeSync(fd);
  throw notOurs(file, stat);
}

/** The error when others could take the file of a lock away. @throws the system's error (ENOENT). */
export function unsafeLockDirectory(file: string): OcciError | undefined {
  const directory = dirname(file);
  const open = openToOthers(directory, { sticky: true });
  if (open === undefined) return undefined;
  return new OcciError("SETUP_FAULT", `The lock file ${file} would not be safe: ${open}.`, {
    hint: `\`chmod o-w ${directory}\`, and let it belong to the user of the server (oneadmin).`,
  });
}

/**
 * Opens the file of a lock to examine it.
 * @returns undefined when there is no file, or not one that a server would have taken.
 * @throws the system's error (EACCES).
 */
export function openToLook(file: string): number | undefined {
  let fd: number;
  try {
    fd = openSync(file, FLAGS | constants.O_RDONLY);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ENOTDIR", "ELOOP", "ENXIO"].includes(code)) return undefined;
    throw error;
  }
  if (isSafe(fstatSync(fd), file)) return fd;
  closeSync(fd);
  return undefined;
}

/** Whether some process has the lock of an open file. */
export function isLocked(fd: number): boolean {
  return !tryLock(fd, "shared");
}

/** The list comes in pieces, between which it may change: a lock can be missed. */
const LOOKS = 3;

/**
 * A process that has a lock on a file, as the kernel lists them for everybody (proc(5), `/proc/locks`): of a user whose
 * word counts, as others can lock what they can read.
 * @throws the system's error when this user cannot read the directory.
 */
export function holderOf(file: string): number | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  const directory = statSync(dirname(file));
  for (let look = 0; look < LOOKS; look++) {
    const lines = procFile("/proc/locks").matchAll(/^\d+: FLOCK +ADVISORY +WRITE (\d+) [0-9a-f]+:[0-9a-f]+:(\d+) /gm);
    const pids = [...lines].filter(([, , inode]) => Number(inode) === stat.ino).map(([, pid]) => Number(pid));
    const found = pids.find((pid) => isTrusted(userOf(pid), directory));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Whether a process holds the lock of the file, as the kernel shows it (proc(5), `/proc/PID/fdinfo`): anybody could have
 * written the number in the file.
 * @throws the system's error (EACCES) when this user cannot examine the process.
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

function isSafe(stat: Stats, file: string): boolean {
  return stat.isFile() && isPrivate(stat) && isTrusted(stat.uid, statSync(dirname(file)));
}

function notOurs(file: string, stat: Stats): OcciError {
  return new OcciError("SETUP_FAULT", `The lock file ${file} is not one of this server's: ${reason(stat)}.`, {
    hint: `When no server runs, \`rm ${file}\`: the file does not contain anything that is needed.`,
  });
}

function reason(stat: Stats): string {
  if (!stat.isFile()) return "it is not a file";
  return isPrivate(stat) ? `it belongs to user ${stat.uid}` : "users other than its owner can open it";
}

/** The real user of a process; its directory would belong to root when it has a capability. NaN when it has ended. */
export function userOf(pid: number): number {
  return Number(/^Uid:\s+(\d+)/m.exec(procFile(`/proc/${pid}/status`))?.[1] ?? Number.NaN);
}

/** Empty where this machine does not show it, or no more. */
function procFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
