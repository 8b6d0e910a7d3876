/** Data goes to standard output, messages to standard error. */
import { writeSync } from "node:fs";
import { messageOf, OcciError } from "../errors.ts";
import { EXIT } from "./command.ts";

/** Writes whole, at once: the process may end right after. A reader that left (`| head -1`) is no fault. */
function write(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
    }
  }
}

/** Prints data. */
export function print(text: string): void {
  write(1, text.endsWith("\n") ? text : `${text}\n`);
}

/** Prints a message. */
export function complain(text: string): void {
  write(2, text.endsWith("\n") ? text : `${text}\n`);
}

/** Prints what went wrong and what can be done about it. @returns the exit code. */
export function reportError(error: unknown, program: string): number {
  const hint = error instanceof OcciError ? error.hint : undefined;
  complain(`${program}: ${messageOf(error)}${hint === undefined ? "" : ` ${hint}`}`);
  return error instanceof OcciError && error.code === "USAGE" ? EXIT.usage : EXIT.failed;
}
