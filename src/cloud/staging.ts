/**
 * IMAGE_DIR: where an upload waits until oned has copied it. Random names that nobody can list, files that only this
 * user can read, nothing opened through a link, nothing shown to oned before it is whole and on the disk.
 */
import { constants } from "node:fs";
import * as fs from "node:fs/promises";
import { PartialFile, type StagedUpload } from "./staged-upload.ts";
import { newPath, OPEN_FLAGS, prepareDirectory, type StagingFs, takesDirect } from "./staging-directory.ts";
import { StagingFiles } from "./staging-files.ts";

export interface StagingOptions {
  /** IMAGE_DIR. */
  readonly directory: string;
  /** UPLOAD_LIMIT in bytes. */
  readonly limit: number;
  /** Lines for the log; nothing secret is in them. */
  readonly log?: (line: string) => void;
  readonly fs?: StagingFs;
}

/** The directory IMAGE_DIR, made safe. `openStaging` makes one. */
export interface Staging {
  readonly directory: string;
  /**
   * Starts an upload.
   * @param expected bytes, as far as the client says: refused at once when the disk has less room.
   * @throws OcciError DISK_FULL when the file cannot be made.
   */
  begin(expected?: number): Promise<StagedUpload>;
}

/**
 * Opens the staging directory.
 * @throws Error as `prepareDirectory`.
 */
export async function openStaging(options: StagingOptions): Promise<Staging> {
  const { directory, limit, log = () => {}, fs: io = fs } = options;
  await prepareDirectory(directory, io, log);
  const flags = (await takesDirect(directory, io)) ? OPEN_FLAGS | constants.O_DIRECT : OPEN_FLAGS;
  const files = new StagingFiles(directory, io, log);
  return {
    directory,
    async begin(expected = 0) {
      const path = newPath(directory);
      const part = `${path}.part`;
      return new PartialFile({ files, path, part, limit, handle: await files.create(part, flags, expected) });
    },
  };
}
