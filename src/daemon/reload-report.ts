/** How a server tells what came of a reload: in a file beside the pid file, replaced whole. */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import type { ReloadOutcome } from "./reload.ts";

/** @throws the system's error. */
export function writeReport(file: string, outcome: ReloadOutcome): void {
  const temporary = `${file}.new`;
  // Made anew: a link that somebody put there is not followed.
  rmSync(temporary, { force: true });
  writeFileSync(temporary, `${JSON.stringify(outcome)}\n`, { mode: 0o644, flag: "wx" });
  renameSync(temporary, file);
}

/**
 * The outcome of a reload that began after a point in time; undefined when there is none yet.
 * @param since microseconds of the machine's monotonic clock. It begins anew when the machine starts, as the directory
 *   of the file does.
 */
export function readReport(file: string, since: bigint): ReloadOutcome | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const outcome = JSON.parse(text) as ReloadOutcome;
  return BigInt(outcome.began) >= since ? outcome : undefined;
}
