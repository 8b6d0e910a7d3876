/** Data goes to standard output, messages to standard error. */
import { writeSync } from "node:fs";
import { messageOf, OcciError } from "../errors.ts";
import { isTerminal } from "../is-terminal.ts";
import { EXIT } from "./command.ts";
import { HARMFUL } from "./harmful.ts";

/** All but the colours of our own tables, one at a time. */
const HARMFUL_BUT_COLOURS = new RegExp(`(?!\u001b\\[(?:[012]|3[123])m)${HARMFUL.source}`, "g");

/** Writes whole, at once: the process may end right after. @returns false when the reader has left (`| head -1`). */
function write(fd: number, text: string): boolean {
  const bytes = Buffer.from(text.endsWith("\n") ? text : `${text}\n`);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE") return false;
      if (code !== "EAGAIN") throw error;
      Bun.sleepSync(1); // a full pipe that does not block
    }
  }
  return true;
}

/**
 * Data as a terminal may have it.
 * @param coloured whether the colours in it are ours: then nothing of somebody else's is in it that was not cleaned
 *   before.
 */
export function forTerminal(text: string, coloured = false): string {
  return text.replace(coloured ? HARMFUL_BUT_COLOURS : HARMFUL, "\ufffd");
}

/**
 * Prints data: as it is, but on a terminal without what that would act on.
 * @param coloured as for `forTerminal`.
 * @returns false when the reader has left, which is no fault.
 * @throws Error (with `code`) when it cannot be written: a full disk.
 */
export function print(text: string, coloured = false): boolean {
  return write(1, isTerminal(1) ? forTerminal(text, coloured) : text);
}

/** Prints a text for people, without what a terminal would act on wherever it goes. @throws as `print`. */
export function report(text: string): void {
  write(1, forTerminal(text));
}

/** Prints a message. When even that is impossible, the message is lost. */
export function complain(text: string): void {
  try {
    write(2, text.replace(HARMFUL, "\ufffd"));
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
