/** Data goes to standard output, messages to standard error. */
import { writeSync } from "node:fs";
import { messageOf, OcciError } from "../errors.ts";
import { EXIT } from "./command.ts";

/** Writes whole, at once: the process may end right after. A reader that left (`| head -1`) is no fault. */
function write(fd: number, text: string): void {
  const bytes = Buffer.from(text.endsWith("\n") ? text : `${text}\n`);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
      Bun.sleepSync(1); // a full pipe that does not block
    }
  }
}

/** Prints data. @throws Error (with `code`) when it cannot be written: a full disk. */
export function print(text: string): void {
  write(1, text);
}

/** Prints a message. When even that is impossible there is nobody left to tell. */
export function complain(text: string): void {
  try {
    write(2, text);
  } catch {
    // The exit code still tells.
  }
}

/** Prints what went wrong and what can be done about it. @returns the exit code. */
export function reportError(error: unknown, program: string): number {
  const hint = error instanceof OcciError ? error.hint : undefined;
  complain(`${program}: ${messageOf(error)}${hint === undefined ? "" : ` ${hint}`}`);
  return error instanceof OcciError && error.code === "USAGE" ? EXIT.usage : EXIT.failed;
}
