/**
 * IMAGE_DIR: where an upload waits until oned has copied it. Random names that nobody can list, files that only this
 * user can read, nothing opened through a link, nothing shown to oned before it is whole and on the disk.
 */
import { constants } from "node:fs";
import * as fs from "node:fs/promises";
import { messageOf, OcciError } from "../errors.ts";
import { BlockWriter, storeError } from "./staged-writer.ts";
import { newPath, OPEN_FLAGS, prepareDirectory, type StagingFs, takesDirect } from "./staging-directory.ts";

export interface StagingOptions {
  /** IMAGE_DIR. */
  readonly directory: string;
  /** UPLOAD_LIMIT in bytes. */
  readonly limit: number;
  /** Lines for the log; nothing secret is in them. */
  readonly log?: (line: string) => void;
  readonly fs?: StagingFs;
}

/** A whole upload, on the disk. Its holder must remove it. */
export interface StagedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Removes the file; what stands in the way is logged. Twice does no harm. */
  remove(): Promise<void>;
}

export interface StagedUpload {
  readonly size: number;
  /** Takes bytes. @throws OcciError TOO_LARGE, DISK_FULL. */
  write(bytes: Uint8Array): Promise<void>;
  /** Makes the file durable and gives it its final name. @throws OcciError DISK_FULL; nothing is left then. */
  finish(): Promise<StagedFile>;
  /** Throws the upload away. */
  abort(): Promise<void>;
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
  const io = options.fs ?? fs;
  const { directory, limit, log = () => {} } = options;
  await prepareDirectory(directory, io, log);
  const flags = (await takesDirect(directory, io)) ? OPEN_FLAGS | constants.O_DIRECT : OPEN_FLAGS;

  async function removeQuietly(path: string): Promise<void> {
    try {
      await io.unlink(path);
    } catch (error) {
      if ((error as { code?: unknown }).code !== "ENOENT") log(`cannot remove ${path}: ${messageOf(error)}`);
    }
  }

  async function syncDirectory(): Promise<void> {
    const handle = await io.open(directory, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async function requireRoom(bytes: number): Promise<void> {
    const { bavail, bsize } = await io.statfs(directory);
    if (bytes > bavail * bsize) throw Object.assign(new Error("too little room"), { code: "ENOSPC" });
  }

  async function begin(expected = 0): Promise<StagedUpload> {
    const path = newPath(directory);
    const part = `${path}.part`;
    let handle: fs.FileHandle | undefined;
    try {
      await requireRoom(expected);
      handle = await io.open(part, flags, 0o600);
    } catch (error) {
      throw storeError(error);
    }
    const open = handle;
    const writer = new BlockWriter(open, limit);
    let over = false;

    async function abort(): Promise<void> {
      if (over) return;
      over = true;
      await writer.settle().catch(() => {}); // the caller already has an error to report
      await open.close().catch((error: unknown) => log(`cannot close ${part}: ${messageOf(error)}`));
      await removeQuietly(part);
    }

    async function publish(): Promise<void> {
      await writer.flush();
      await open.sync();
      const found = await open.stat();
      if (!found.isFile() || found.nlink !== 1 || found.size !== writer.size) {
        throw new Error(`${part} was changed by somebody else`);
      }
      await io.rename(part, path);
      await syncDirectory();
    }

    return {
      get size() {
        return writer.size;
      },
      async write(bytes) {
        try {
          await writer.write(bytes);
        } catch (error) {
          throw storeError(error);
        }
      },
      async finish() {
        if (over) throw new OcciError("INTERNAL", "The upload is over already.");
        try {
          await publish();
          over = true;
          await open.close();
        } catch (error) {
          over = false;
          await abort();
          await removeQuietly(path);
          throw storeError(error);
        }
        return { path, size: writer.size, remove: () => removeQuietly(path) };
      },
      abort,
    };
  }

  return { directory, begin };
}
