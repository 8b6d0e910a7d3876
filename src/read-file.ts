/**
 * Files that people name, on a command line or in a configuration: each is a regular file of a bounded size. Where
 * somebody types a name, a pipe does as well (`-`, `<(command)`), for as long as something comes out of it.
 */
import { closeSync, constants, fstatSync, openSync, readlinkSync, readSync, type Stats } from "node:fs";
import { OcciError, systemReason } from "./errors.ts";
import { isTerminal } from "./is-terminal.ts";
import { byteSize } from "./wording.ts";

/** Bytes; the largest that anybody has are bundles of certificates. */
const MOST = 16 * 1024 * 1024;
/** How long a pipe may be silent, milliseconds; it must end within ten times that. */
const PATIENCE_MS = 60_000;
const LONGEST_PATIENCES = 10;
const LOOK_EVERY_MS = 5;
const CHUNK = 64 * 1024;
/** `/dev/null`: an empty file, for people. */
const NULL_DEVICE = 0x103;

export interface Reading {
  /** Bytes. */
  readonly most?: number;
  /** Whether a pipe will do: one without a name, which a shell has made. */
  readonly pipes?: boolean;
  /** Milliseconds. */
  readonly patience?: number;
  /** The error for more than `most` bytes, if the caller knows a remedy. */
  readonly tooLarge?: OcciError;
}

/**
 * The content of a file.
 * @throws the system's error (ENOENT); EINVAL or EISDIR for anything but such a file, EFBIG, ETIMEDOUT.
 */
export function readRegular(
  file: string,
  { most = MOST, pipes = false, patience = PATIENCE_MS }: Reading = {},
): Buffer {
  // Without waiting for somebody who writes into it: a name may be that of a pipe.
  const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile() && stat.rdev !== NULL_DEVICE && !(pipes && isPipeOfShell(fd, stat))) throw notAFile(stat);
    return readAll(fd, most, patience);
  } finally {
    closeSync(fd);
  }
}

/** The content of a file, or of a pipe of the shell's. @param source 0 is standard input. @param shown its name in the message. @throws OcciError FILE_FAULT. */
export function readBytes(source: string | 0, shown = String(source), reading: Reading = {}): Buffer {
  try {
    return source === 0 ? readInput(reading) : readRegular(source, { pipes: true, ...reading });
  } catch (cause) {
    if (reading.tooLarge !== undefined && (cause as NodeJS.ErrnoException).code === "EFBIG") throw reading.tooLarge;
    throw unreadable(shown, cause);
  }
}

/** The same as text of UTF-8. */
export function readText(source: string | 0, shown = String(source)): string {
  return readBytes(source, shown).toString("utf8");
}

/** The error for a file that cannot be read. */
export function unreadable(shown: string, cause: unknown): OcciError {
  return new OcciError("FILE_FAULT", `${shown} cannot be read: ${systemReason(cause)}.`, { cause });
}

/** The text of a file that a variable of the configuration names. @throws OcciError SETUP_FAULT. */
export function readSetting(variable: string, file: string, hint?: string): string {
  try {
    return readRegular(file).toString("utf8");
  } catch (cause) {
    throw new OcciError("SETUP_FAULT", `${variable}: ${file} cannot be read: ${systemReason(cause)}.`, {
      ...(hint !== undefined && { hint }),
      cause,
    });
  }
}

/** Standard input, whatever it is: who types there knows how to end it. */
function readInput({ most = MOST, patience = PATIENCE_MS }: Reading): Buffer {
  const stat = fstatSync(0);
  if (stat.isBlockDevice()) throw notAFile(stat);
  if (!stat.isFIFO()) return readAll(0, most, patience);
  let fd: number;
  try {
    // A description of its own, since the owner of the given one might need it to be blocking.
    fd = openSync("/proc/self/fd/0", constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return readAll(0, most, patience); // another user's pipe
  }
  try {
    return readAll(fd, most, patience);
  } finally {
    closeSync(fd);
  }
}

function readAll(fd: number, most: number, patience: number): Buffer {
  const chunks: Buffer[] = [];
  const until = performance.now() + LONGEST_PATIENCES * patience;
  let length = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK, most + 1 - length));
    const read = readSome(fd, chunk, patience);
    if (read === 0) return Buffer.concat(chunks);
    length += read;
    if (length > most) throw fault("EFBIG", `it is larger than ${byteSize(most)}`);
    chunks.push(chunk.subarray(0, read));
    if (performance.now() > until && !fstatSync(fd).isFile() && !isTerminal(fd)) {
      throw fault("ETIMEDOUT", `it was not read to its end within ${(LONGEST_PATIENCES * patience) / 1000} s`);
    }
  }
}

/** Waits for the next bytes of a pipe. */
function readSome(fd: number, chunk: Buffer, patience: number): number {
  const until = performance.now() + patience;
  for (;;) {
    try {
      return readSync(fd, chunk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
    if (performance.now() > until) throw fault("ETIMEDOUT", `it produced no data for ${patience / 1000} s`);
    Bun.sleepSync(LOOK_EVERY_MS);
  }
}

/** A pipe with a name in the file system may be anybody's, and nobody may be at its other end. */
function isPipeOfShell(fd: number, stat: Stats): boolean {
  return stat.isFIFO() && readlinkSync(`/proc/self/fd/${fd}`).startsWith("pipe:");
}

function notAFile(stat: Stats): NodeJS.ErrnoException {
  if (stat.isDirectory()) return fault("EISDIR", "it is a directory");
  const kind = stat.isFIFO() ? "a pipe" : stat.isSocket() ? "a socket" : "a device";
  return fault("EINVAL", `it is ${kind}, not a file`);
}

function fault(code: string, message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}
