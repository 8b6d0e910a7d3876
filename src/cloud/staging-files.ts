/** Operations on files in IMAGE_DIR. */
import { constants } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { messageOf } from "../errors.ts";
import { storeError } from "./staged-writer.ts";
import type { StagingFs } from "./staging-directory.ts";

export class StagingFiles {
  readonly #directory: string;
  readonly #io: StagingFs;
  readonly #log: (line: string) => void;

  constructor(directory: string, io: StagingFs, log: (line: string) => void) {
    this.#directory = directory;
    this.#io = io;
    this.#log = log;
  }

  /**
   * Makes a file that only this user can read.
   * @param expected bytes that the disk must have room for.
   * @throws OcciError DISK_FULL.
   */
  async create(path: string, flags: number, expected: number): Promise<FileHandle> {
    try {
      await this.#requireRoom(expected);
      return await this.#io.open(path, flags, 0o600);
    } catch (error) {
      throw storeError(error);
    }
  }

  /** Gives a file its final name, durably. @throws the system's error. */
  async rename(from: string, to: string): Promise<void> {
    await this.#io.rename(from, to);
    const handle = await this.#io.open(this.#directory, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** Closes a file that is thrown away, and logs why if it cannot. */
  async close(handle: FileHandle, path: string): Promise<void> {
    await handle.close().catch((error: unknown) => this.#log(`cannot close ${path}: ${messageOf(error)}`));
  }

  /** Removes a file, if it is there; what stands in the way is logged. */
  async remove(path: string): Promise<void> {
    try {
      await this.#io.unlink(path);
    } catch (error) {
      if ((error as { code?: unknown }).code !== "ENOENT") this.#log(`cannot remove ${path}: ${messageOf(error)}`);
    }
  }

  async #requireRoom(bytes: number): Promise<void> {
    const { bavail, bsize } = await this.#io.statfs(this.#directory);
    if (bytes > bavail * bsize) throw Object.assign(new Error("not enough room"), { code: "ENOSPC" });
  }
}
