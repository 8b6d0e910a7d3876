/** Removes what a killed server left in IMAGE_DIR. Run once at start. */
import * as fs from "node:fs/promises";
import { basename, join } from "node:path";
import { messageOf } from "../errors.ts";
import { STAGED_NAME } from "./staged-name.ts";

export interface SweepOptions {
  /** IMAGE_DIR. */
  readonly directory: string;
  /** UPLOAD_KEEP in milliseconds: what is younger may still be copied by oned, or belong to another server. */
  readonly keepMs: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly log?: (line: string) => void;
  /** Where the kernel shows the processes. */
  readonly proc?: string;
}

/** The entries of a directory that may vanish or be closed to us at any time. */
async function entriesOf(directory: string): Promise<string[]> {
  try {
    return await fs.readdir(directory);
  } catch {
    return []; // the process has ended, or is another user's, who cannot open our files anyway
  }
}

/** Names of staged files that some process holds open. They are random, so the name alone tells which file it is. */
async function openNames(proc: string): Promise<Set<string>> {
  const names = new Set<string>();
  for (const pid of (await entriesOf(proc)).filter((name) => /^\d+$/.test(name))) {
    const descriptors = join(proc, pid, "fd");
    for (const descriptor of await entriesOf(descriptors)) {
      const target = await fs.readlink(join(descriptors, descriptor)).catch(() => ""); // closed in the meantime
      const name = basename(target);
      if (STAGED_NAME.test(name)) names.add(name);
    }
  }
  return names;
}

/**
 * Removes files with names of ours that are older than `keepMs`, belong to this user and are open in no process.
 * @returns how many were removed.
 */
export async function sweepStaging(options: SweepOptions): Promise<number> {
  const { directory, keepMs, now, log = () => {}, proc = "/proc" } = options;
  const old: string[] = [];
  for (const name of (await fs.readdir(directory)).filter((entry) => STAGED_NAME.test(entry))) {
    const found = await fs.lstat(join(directory, name)).catch(() => undefined); // another server swept it
    if (found?.isFile() && found.uid === process.geteuid?.() && now - found.mtimeMs > keepMs) old.push(name);
  }
  if (old.length === 0) return 0;
  const open = await openNames(proc);
  let removed = 0;
  for (const name of old.filter((candidate) => !open.has(candidate))) {
    try {
      await fs.unlink(join(directory, name));
      removed += 1;
    } catch (error) {
      log(`cannot remove ${join(directory, name)}: ${messageOf(error)}`);
    }
  }
  return removed;
}
