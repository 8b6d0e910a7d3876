/**
 * IMAGE_DIR: where an upload waits until oned has copied it. Random names that nobody can list, files that only this
 * user can read, nothing opened through a link, nothing shown to oned before it is whole and on the disk.
 */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import * as fs from "node:fs/promises";
import { join } from "node:path";
import { messageOf, OcciError } from "../errors.ts";
import { alignedBlock, BlockWriter, storeError } from "./staged-writer.ts";

/** The part of node:fs/promises that is used here; tests make it fail. */
export type StagingFs = Pick<typeof fs, "open" | "rename" | "unlink" | "lstat" | "mkdir" | "chmod" | "statfs">;

export interface StagingOptions {
  /** IMAGE_DIR. */
  readonly directory: string;
  /** UPLOAD_LIMIT in bytes. */
  readonly limit: number;
  /** Lines for the log; nothing secret is in them. */
  readonly log?: (line: string) => void;
  readonly fs?: StagingFs;
}

/** A whole upload, on the disk. Whoever holds it must remove it. */
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

/** Names of our making: `occi-`, 128 random bits, and `.part` until the upload is whole. */
export const STAGED_NAME = /^occi-[0-9a-f]{32}(\.part)?$/;

const OPEN_FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const GROUP_AND_OTHERS_MAY = 0o066;

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
 * Makes the directory if it is missing and checks it: a real directory of this user that only this user can list.
 * @throws Error with the reason, for the administrator.
 */
export async function prepareDirectory(directory: string, io: StagingFs = fs): Promise<void> {
  try {
    await io.mkdir(directory, { mode: 0o711 });
  } catch (error) {
    if ((error as { code?: unknown }).code !== "EEXIST") {
      throw new Error(`IMAGE_DIR ${directory} cannot be made: ${messageOf(error)}`, { cause: error });
    }
  }
  const found = await io.lstat(directory);
  if (!found.isDirectory()) throw new Error(`IMAGE_DIR ${directory} is not a directory (links are not followed).`);
  const user = process.geteuid?.();
  if (found.uid !== user) {
    throw new Error(`IMAGE_DIR ${directory} belongs to user ${found.uid}, not to ${user} who runs this server.`);
  }
  if ((found.mode & GROUP_AND_OTHERS_MAY) !== 0) await io.chmod(directory, 0o711);
}

function newPath(directory: string): string {
  return join(directory, `occi-${randomBytes(16).toString("hex")}`);
}

/** Whether files there can be written past the page cache: not every file system and not every disk lets us. */
async function takesDirect(directory: string, io: StagingFs): Promise<boolean> {
  const path = `${newPath(directory)}.part`;
  try {
    const handle = await io.open(path, OPEN_FLAGS | constants.O_DIRECT, 0o600);
    try {
      const { bytesWritten } = await handle.write(alignedBlock());
      await handle.truncate(1);
      return bytesWritten > 0;
    } finally {
      await handle.close();
      await io.unlink(path);
    }
  } catch {
    return false; // a disk that cannot be written at all shows that at the first upload
  }
}

/**
 * Opens the staging directory.
 * @throws Error as `prepareDirectory`.
 */
export async function openStaging(options: StagingOptions): Promise<Staging> {
  const io = options.fs ?? fs;
  const { directory, limit, log = () => {} } = options;
  await prepareDirectory(directory, io);
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
      await writer.settle().catch(() => {}); // whoever aborts has an error to report already
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
