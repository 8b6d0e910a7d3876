/** The outcome of a reload: the server writes it to a file beside the pid file, replaced whole. */

import { readRegular } from "../read-file.ts";
import { replaceFile } from "../replace-file.ts";
import type { ReloadOutcome } from "./reload.ts";

/** @throws the system's error. */
export function writeReport(file: string, outcome: ReloadOutcome): void {
  replaceFile(file, `${JSON.stringify(outcome)}\n`, 0o644);
}

/**
 * The outcome of a reload that began after a point in time; undefined when there is none yet.
 * @param since microseconds of the machine's monotonic clock. It begins anew when the machine starts, as the directory
 *   of the file does.
 */
export function readReport(file: string, since: bigint): ReloadOutcome | undefined {
  let text: string;
  try {
    text = readRegular(file).toString();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const outcome = JSON.parse(text) as ReloadOutcome;
  return BigInt(outcome.began) >= since ? outcome : undefined;
}
