/** Files that hold a password or a login token: they are the affair of their owner alone. */
import { fstatSync, readlinkSync, type Stats, statSync } from "node:fs";
import { readText } from "../read-file.ts";
import { complain } from "../terminal/output.ts";

const OTHERS_READ_OR_WRITE = 0o066;

/** Whether it is a file that its group, or everybody, can read or write. */
function isOpen(stat: Stats | undefined): boolean {
  return stat?.isFile() === true && (stat.mode & OTHERS_READ_OR_WRITE) !== 0;
}

/** Says something that people should know, although the command goes on. */
export type Warn = (text: string) => void;

function advice(path: string): string {
  return `warning: ${path} holds a secret, and other users can read or change it. Protect it: chmod 600 ${path}`;
}

/**
 * The content of such a file; a file that others can read or write is used with a warning.
 * @param shown its name in an error. @throws OcciError FILE_FAULT.
 */
export function readSecret(path: string, shown: string, warn: Warn): string {
  const content = readText(path, shown);
  if (isOpen(statSync(path, { throwIfNoEntry: false }))) warn(advice(path));
  return content;
}

/** Warns when standard output, to which a secret goes, is a file that others can read (`token create > FILE`). */
export function warnOfOpenOutput(): void {
  if (isOpen(fstatSync(1))) complain(advice(readlinkSync("/proc/self/fd/1")));
}
