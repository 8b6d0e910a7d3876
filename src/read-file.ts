/** Files that people name, on a command line or in a configuration. */
import { readFileSync } from "node:fs";
import { messageOf, OcciError } from "./errors.ts";

/** The content of a file. @param source 0 is standard input. @param shown its name in the message. @throws OcciError FILE_FAULT. */
export function readBytes(source: string | 0, shown = String(source)): Buffer {
  try {
    return readFileSync(source);
  } catch (cause) {
    throw unreadable(shown, cause);
  }
}

/** The same as text of UTF-8. */
export function readText(source: string | 0, shown = String(source)): string {
  return readBytes(source, shown).toString("utf8");
}

/** The error for a file that cannot be read. */
export function unreadable(shown: string, cause: unknown): OcciError {
  return new OcciError("FILE_FAULT", `${shown} cannot be read: ${messageOf(cause)}.`, { cause });
}

/** The text of a file that a variable of the configuration names. @throws OcciError SETUP_FAULT. */
export function readSetting(variable: string, file: string, hint?: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new OcciError("SETUP_FAULT", `${variable}: ${file} cannot be read: ${messageOf(cause)}.`, {
      ...(hint !== undefined && { hint }),
      cause,
    });
  }
}
