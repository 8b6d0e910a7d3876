/** An upload while it comes, and when it is whole. */
import type { FileHandle } from "node:fs/promises";
import { OcciError } from "../errors.ts";
import { BlockWriter, storeError } from "./staged-writer.ts";
import type { StagingFiles } from "./staging-files.ts";

/** A whole upload, on the disk. Its holder must remove it. */
export interface StagedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Removes the file, and logs why if it cannot. To call it twice does no harm. */
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

interface Parts {
  readonly files: StagingFiles;
  /** Where the file is when it is whole. */
  readonly path: string;
  /** Where the bytes are until it is whole. */
  readonly part: string;
  readonly handle: FileHandle;
  /** Most bytes. */
  readonly limit: number;
}

/** An upload that is written to a file. */
export class PartialFile implements StagedUpload {
  readonly #parts: Parts;
  readonly #writer: BlockWriter;
  #over = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#writer = new BlockWriter(parts.handle, parts.limit);
  }

  get size(): number {
    return this.#writer.size;
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      await this.#writer.write(bytes);
    } catch (error) {
      throw storeError(error);
    }
  }

  async finish(): Promise<StagedFile> {
    if (this.#over) throw new OcciError("INTERNAL", "The upload has already ended.");
    const { files, path, handle } = this.#parts;
    try {
      await this.#publish();
      this.#over = true;
      await handle.close();
    } catch (error) {
      this.#over = false;
      await this.abort();
      await files.remove(path);
      throw storeError(error);
    }
    return { path, size: this.size, remove: () => files.remove(path) };
  }

  async abort(): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    const { files, part, handle } = this.#parts;
    await this.#writer.settle().catch(() => {}); // the caller already has an error to report
    await files.close(handle, part);
    await files.remove(part);
  }

  /** @throws Error when somebody else had the file. */
  async #publish(): Promise<void> {
    const { files, path, part, handle } = this.#parts;
    await this.#writer.flush();
    await handle.sync();
    const found = await handle.stat();
    if (!found.isFile() || found.nlink !== 1 || found.size !== this.size) {
      throw new Error(`${part} was changed by another process`);
    }
    await files.rename(part, path);
  }
}
