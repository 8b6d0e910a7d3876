/** IMAGE_DIR of a running server. */
import { readdirSync } from "node:fs";
import { STAGED_NAME } from "../cloud/staged-name.ts";
import type { Staging } from "../cloud/staging.ts";
import type { Config } from "../config/config.ts";
import { messageOf } from "../errors.ts";
import type { Logger } from "../log/log.ts";

/** Milliseconds after the start; an upload does not wait for it. */
const LOOK_AFTER_MS = 500;

/**
 * Opens the directory with the first upload. The files of a killed server are removed soon after the start, which does
 * not wait for the disk; where there is nothing, nothing is loaded. When the directory cannot be used the server runs
 * all the same: only uploads are refused, and each tries again, so that mending the directory needs no restart.
 */
export function imageDirectory(config: Config, log: Logger, after = LOOK_AFTER_MS): Staging {
  const directory = config.imageDir;
  const warn = (line: string): void => log.warning(line);
  // Loaded when it is opened: it brings the asynchronous file system of Node's with it.
  async function open(): Promise<Staging> {
    const { openStaging } = await import("../cloud/staging.ts");
    return openStaging({ directory, limit: config.uploadLimit, log: warn });
  }
  let opened: Staging | undefined;

  async function begin(): Promise<void> {
    try {
      opened = await open();
      const { sweepStaging } = await import("../cloud/staging-sweep.ts");
      const removed = await sweepStaging({ directory, keepMs: config.uploadKeep, now: Date.now(), log: warn });
      if (removed > 0) log.info("removed leftovers of earlier uploads", { directory, files: removed });
    } catch (error) {
      log.error("IMAGE_DIR cannot be used: the server refuses uploads until it can", { cause: messageOf(error) });
    }
  }
  let beginning: Promise<void> | undefined;
  const begun = (): Promise<void> => {
    beginning ??= begin();
    return beginning;
  };
  setTimeout(() => {
    if (needsUs(directory)) void begun();
  }, after).unref();

  return {
    directory,
    async begin(expected) {
      await begun();
      try {
        opened ??= await open();
        return await opened.begin(expected);
      } catch (error) {
        const { storeError } = await import("../cloud/staged-writer.ts");
        const failure = storeError(error);
        // A directory that was taken away is made again by the next upload.
        if (failure.code === "INTERNAL") opened = undefined;
        throw failure;
      }
    },
  };
}

/**
 * Whether something is left there, or the directory cannot be looked at. One that is missing is made by the first
 * upload.
 */
function needsUs(directory: string): boolean {
  try {
    return readdirSync(directory).some((name) => STAGED_NAME.test(name));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ENOENT";
  }
}
