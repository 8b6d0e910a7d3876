/** The owners of files and directories, and other users who could replace them. */
import { accessSync, constants, lstatSync, type Stats, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";

const OTHERS_MAY_WRITE = 0o002;
const STICKY = 0o1000;
const ANYBODY_ELSE = 0o077;
/** proc and sysfs, see statfs(2). */
const KERNELS: readonly number[] = [0x9fa0, 0x62656572];

/** Whether a user's word counts here: this user's own, root's, and that of the owner of the directory. */
export function isTrusted(uid: number, directory: Stats): boolean {
  return uid === process.geteuid?.() || uid === 0 || uid === directory.uid;
}

/** Whether only its owner can open it. */
export function isPrivate({ mode }: Stats): boolean {
  return (mode & ANYBODY_ELSE) === 0;
}

/**
 * The reason why others could remove or replace files in a directory; undefined when they cannot.
 * @param sticky whether a directory like /tmp is accepted, where others may add files, and remove only their own.
 * @throws the system's error (ENOENT).
 */
export function openToOthers(directory: string, { sticky = false } = {}): string | undefined {
  const { mode, uid } = statSync(directory);
  if (!((mode & OTHERS_MAY_WRITE) === 0 || (sticky && (mode & STICKY) !== 0))) {
    return `every user of this machine can write to ${directory}`;
  }
  if (uid !== 0 && uid !== process.geteuid?.() && process.geteuid?.() !== 0) {
    return `${directory} belongs to user ${uid}`;
  }
  return undefined;
}

/**
 * The reason why this user could not keep files of its own in a directory, which need not exist yet; undefined
 * when it could.
 * root, who can do everything, asks for others: it gets the reasons that stop them too, but not the owner of the directory.
 */
export function unusableDirectory(directory: string): string | undefined {
  const found = existing(directory);
  if (found !== undefined && !found.isDirectory()) return `${directory} is not a directory`;
  const user = process.geteuid?.();
  if (found !== undefined && user !== 0 && found.uid !== user) return `${directory} belongs to user ${found.uid}`;
  if (mayWriteOrMake(directory)) return undefined;
  return `this user is not allowed to ${found === undefined ? "make" : "write"} ${directory}`;
}

/** Whether the directory is there and may be written, or may be made. */
export function mayWriteOrMake(directory: string): boolean {
  let above = directory;
  while (existing(above) === undefined && dirname(above) !== above) above = dirname(above);
  try {
    accessSync(above, constants.W_OK | constants.X_OK);
    // The kernel's own file systems say to root that everything may be written.
    return statSync(above).isDirectory() && !KERNELS.includes(statfsSync(above).type);
  } catch {
    return false;
  }
}

/** Itself, where it is a link. Below a file (ENOTDIR), and where nobody may look (EACCES), there is nothing for us. */
function existing(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}
