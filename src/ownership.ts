/** Whom files and directories belong to, and who else could put something in their place. */
import { type Stats, statSync } from "node:fs";

const OTHERS_MAY_WRITE = 0o002;
const STICKY = 0o1000;
const ANYBODY_ELSE = 0o077;

/** Whether a user's word counts here: this user's own, root's, and that of the owner of the directory. */
export function isTrusted(uid: number, directory: Stats): boolean {
  return uid === process.geteuid?.() || uid === 0 || uid === directory.uid;
}

/** Whether only its owner can open it. */
export function isPrivate({ mode }: Stats): boolean {
  return (mode & ANYBODY_ELSE) === 0;
}

/**
 * Why others could take away or replace what is in a directory; undefined when they cannot.
 * @param sticky whether a directory like /tmp will do, where others may add files, and take away their own only.
 * @throws the system's error (ENOENT).
 */
export function openToOthers(directory: string, { sticky = false } = {}): string | undefined {
  const { mode, uid } = statSync(directory);
  if (!((mode & OTHERS_MAY_WRITE) === 0 || (sticky && (mode & STICKY) !== 0))) {
    return `every user of this machine can write ${directory}`;
  }
  if (uid !== 0 && uid !== process.geteuid?.() && process.geteuid?.() !== 0) {
    return `${directory} belongs to user ${uid}`;
  }
  return undefined;
}
