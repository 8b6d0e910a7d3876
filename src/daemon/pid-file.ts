/** The process id of the server in a file, for people and their tools: everybody may read it, and nothing else is sure. */
import { constants, fstatSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, OcciError } from "../errors.ts";
import { readRegular } from "../read-file.ts";

/** Longer than any process id. */
const LONGEST = 32;

/** @throws OcciError SETUP_FAULT when it cannot be written. */
export function openPidFile(file: string): number {
  try {
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const fd = openSync(file, flags, 0o644);
    if (fstatSync(fd).isFile()) return fd;
  } catch (cause) {
    throw unusable(file, cause);
  }
  throw unusable(file, new Error("it is not a file"));
}

/** Makes this process's id the content of an open file. */
export function writePid(fd: number): void {
  ftruncateSync(fd);
  writeSync(fd, `${process.pid}\n`, 0);
}

/** The process id in an open file; undefined when it is empty or holds something else. */
export function pidIn(fd: number): number | undefined {
  const bytes = Buffer.alloc(LONGEST);
  return pidOf(bytes.toString("latin1", 0, readSync(fd, bytes, 0, LONGEST, 0)));
}

/** The process id that a file names; undefined also when there is none. */
export function pidNamedBy(file: string): number | undefined {
  try {
    return pidOf(readRegular(file, { most: LONGEST }).toString("latin1"));
  } catch {
    return undefined;
  }
}

function pidOf(text: string): number | undefined {
  return /^[1-9]\d{0,9}\s*$/.test(text) ? Number.parseInt(text, 10) : undefined;
}

/** The error for a file of the server's life that cannot be used. */
export function unusable(file: string, cause: unknown): OcciError {
  if ((cause as NodeJS.ErrnoException).code === "ENOENT") {
    const directory = dirname(file);
    return new OcciError("SETUP_FAULT", `The directory ${directory} of the pid file does not exist.`, {
      hint: `Make it for the user of the server (\`install -d -o oneadmin ${directory}\`), or set ONE_LOCATION.`,
      cause,
    });
  }
  return new OcciError("SETUP_FAULT", `${file} cannot be used: ${messageOf(cause)}.`, {
    hint: "Run this as the user of the server (oneadmin).",
    cause,
  });
}
