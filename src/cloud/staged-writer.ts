/**
 * One upload on its way to the disk: blocks are written while the next one fills, so that network and disk work at
 * the same time in constant memory.
 *
 * The blocks suit O_DIRECT too. It spares the copy into the page cache, half of the work of an upload, and keeps an
 * image of many gigabytes from driving everything else, such as oned's database, out of memory.
 */

import { ptr } from "bun:ffi";
import type { FileHandle } from "node:fs/promises";
import { OcciError } from "../errors.ts";
import { byteSize } from "../wording.ts";

/** Bytes of one write to the disk. Two such blocks are held per upload. */
export const BLOCK = 1024 * 1024;

/** The alignment that O_DIRECT requires of addresses, offsets and lengths: the largest sector there is. */
export const SECTOR = 4096;

/** A block whose first byte is at an aligned address. */
export function alignedBlock(): Uint8Array {
  const room = Buffer.allocUnsafeSlow(BLOCK + SECTOR);
  const skew = ptr(room) % SECTOR;
  const start = skew === 0 ? 0 : SECTOR - skew;
  return room.subarray(start, start + BLOCK);
}

const FULL = new Set(["ENOSPC", "EDQUOT"]);

/**
 * The error for a client when the server cannot store its upload; the cause is for the log. A full disk is one thing, a
 * directory that cannot be used (EACCES, ENOENT, EROFS) or a failing disk is the administrator's.
 */
export function storeError(cause: unknown): OcciError {
  if (cause instanceof OcciError) return cause;
  if (isFull(cause)) {
    return new OcciError("DISK_FULL", "The server's disk does not have enough room for the upload.", {
      hint: "No part of it was kept. Report this to the cloud's administrator, or try again later.",
      retryAfter: 300,
      cause,
    });
  }
  return new OcciError("INTERNAL", "The server cannot store the upload: its directory for uploads cannot be used.", {
    hint: "No part of it was kept. Report this to the cloud's administrator: `occi-server check` and the log show the reason.",
    cause,
  });
}

function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return FULL.has(String((error as { code?: unknown }).code)) || isFull(error.cause);
}

export class BlockWriter {
  readonly #handle: FileHandle;
  readonly #limit: number;
  #filling = alignedBlock();
  #spare = alignedBlock();
  #filled = 0;
  #size = 0;
  /** The write under way; its failure is kept here until somebody waits for it. */
  #writing: Promise<unknown> = Promise.resolve();

  /** @param limit most bytes that are taken. */
  constructor(handle: FileHandle, limit: number) {
    this.#handle = handle;
    this.#limit = limit;
  }

  /** Bytes taken so far. */
  get size(): number {
    return this.#size;
  }

  /**
   * Takes bytes; they may be reused once the promise is settled.
   * @throws OcciError TOO_LARGE over the limit; what the disk says.
   */
  async write(bytes: Uint8Array): Promise<void> {
    this.#size += bytes.length;
    if (this.#size > this.#limit) {
      throw new OcciError("TOO_LARGE", `The file is larger than ${byteSize(this.#limit)}.`, {
        hint: "The administrator sets the limit with UPLOAD_LIMIT.",
      });
    }
    for (let from = 0; from < bytes.length; ) {
      const part = bytes.subarray(from, from + BLOCK - this.#filled);
      this.#filling.set(part, this.#filled);
      this.#filled += part.length;
      from += part.length;
      if (this.#filled === BLOCK) await this.#send();
    }
  }

  /** Writes what is left and waits until all bytes are with the operating system. */
  async flush(): Promise<void> {
    if (this.#filled > 0) {
      // A whole number of sectors, for O_DIRECT; what is too much is cut off again.
      const end = Math.ceil(this.#filled / SECTOR) * SECTOR;
      this.#filling.fill(0, this.#filled, end);
      this.#filled = end;
      await this.#send();
    }
    await this.settle();
    await this.#handle.truncate(this.#size);
  }

  /** Waits for the write under way. @throws its error. */
  async settle(): Promise<void> {
    const failure = await this.#writing;
    if (failure !== undefined) throw failure;
  }

  async #send(): Promise<void> {
    await this.settle();
    const block = this.#filling.subarray(0, this.#filled);
    [this.#filling, this.#spare] = [this.#spare, this.#filling];
    this.#filled = 0;
    this.#writing = this.#writeAll(block).catch((error: unknown) => error ?? new Error("write failed"));
  }

  async #writeAll(block: Uint8Array): Promise<undefined> {
    for (let from = 0; from < block.length; ) {
      const { bytesWritten } = await this.#handle.write(block, from, block.length - from);
      if (bytesWritten === 0) throw new Error("the disk does not accept data");
      from += bytesWritten;
    }
    return undefined;
  }
}
