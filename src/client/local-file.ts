/** Files that are to be uploaded: looked at before anything is sent, and watched while they are read. */
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { OcciError } from "../errors.ts";
import { unreadable } from "../read-file.ts";

export interface LocalFile {
  readonly path: string;
  /** As the server is told. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** Bytes that are read at a time: a slow line must get through one before it counts as stalled. */
const CHUNK = 256 * 1024;

/** Looks at a file before anything is sent. @throws OcciError FILE_FAULT. */
export async function localFile(path: string): Promise<LocalFile> {
  if (path === "-") {
    throw new OcciError("FILE_FAULT", "Standard input cannot be uploaded: its size is not known in advance.");
  }
  const handle = await opened(path);
  try {
    const stat = await handle.stat();
    if (stat.isDirectory()) throw new OcciError("FILE_FAULT", `${path} is a directory, not a file.`);
    if (!stat.isFile())
      throw new OcciError(
        "FILE_FAULT",
        `${path} is not a regular file, so its size is not known: copy its content to a file first.`,
      );
    if (stat.size === 0) throw new OcciError("FILE_FAULT", `${path} is empty.`);
    return { path, name: basename(path), size: stat.size };
  } finally {
    await handle.close();
  }
}

async function opened(path: string): Promise<FileHandle> {
  try {
    // Without waiting for somebody who writes into it: it may be a pipe, which is refused.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** The content of a file that must stay as long as it was when it was looked at. */
export class Content {
  readonly #file: LocalFile;
  readonly #handle: FileHandle;

  private constructor(file: LocalFile, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  /** @throws OcciError FILE_FAULT. */
  static async open(file: LocalFile): Promise<Content> {
    return new Content(file, await opened(file.path));
  }

  /** The next bytes. @param at how many were read before. @throws OcciError FILE_FAULT also for a file that is shorter. */
  async read(at: number): Promise<Uint8Array> {
    const { path, size } = this.#file;
    const length = Math.min(CHUNK, size - at);
    const chunk = Buffer.allocUnsafe(length);
    const { bytesRead } = await this.#handle.read(chunk, 0, length, at).catch((cause) => {
      throw unreadable(path, cause);
    });
    if (bytesRead === 0) throw new OcciError("FILE_FAULT", `${path} became shorter while it was being sent.`);
    return chunk.subarray(0, bytesRead);
  }

  /** To be asked at the end: something may still write the file. @throws OcciError FILE_FAULT. */
  async checkLength(): Promise<void> {
    const { path, size } = this.#file;
    if ((await this.#handle.stat()).size === size) return;
    throw new OcciError("FILE_FAULT", `${path} became longer while it was being sent.`);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
