/** IMAGE_DIR itself: whether it is safe, and how files in it can be written. */
import { constants } from "node:fs";
import * as fs from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../errors.ts";
import { isTooOpen, modeOf, sharedReason, sharedWords } from "./shared-directory.ts";
import { alignedBlock, SECTOR } from "./staged-writer.ts";

/** The part of node:fs/promises that staging uses; tests make it fail. */
export type StagingFs = Pick<typeof fs, "open" | "rename" | "unlink" | "lstat" | "mkdir" | "chmod" | "statfs">;

/** Creates, and never follows or takes over what is there. */
export const OPEN_FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Makes the directory if it is missing and checks it: a real directory of this user that only this user can list. A
 * directory that others use as well is refused, and never changed.
 * @param log lines for the administrator, such as that the mode of the directory was changed.
 * @throws Error with the reason, for the administrator.
 */
export async function prepareDirectory(
  directory: string,
  io: StagingFs = fs,
  log: (line: string) => void = () => {},
): Promise<void> {
  let made = true;
  try {
    await io.mkdir(directory, { mode: 0o711 });
  } catch (error) {
    if ((error as { code?: unknown }).code !== "EEXIST") {
      throw new Error(`IMAGE_DIR ${directory} cannot be created: ${messageOf(error)}`, { cause: error });
    }
    made = false;
  }
  const found = await io.lstat(directory);
  if (!found.isDirectory()) throw new Error(`IMAGE_DIR ${directory} is not a directory (links are not followed).`);
  const user = process.geteuid?.();
  if (found.uid !== user) {
    throw new Error(
      `IMAGE_DIR ${directory} belongs to user ${found.uid}, not to user ${user}, as which this server runs.`,
    );
  }
  const shared = made ? undefined : sharedReason(directory, found);
  if (shared !== undefined) {
    const { message, hint } = sharedWords(directory, shared);
    throw new Error(`${message}; ${hint}.`);
  }
  if (!isTooOpen(found.mode)) return;
  await io.chmod(directory, 0o711);
  if (!made)
    log(
      `IMAGE_DIR ${directory} had the mode ${modeOf(found.mode)}: it is 711 now, so that only the server can list it`,
    );
}

/** The path of a new file, without `.part`. */
export function newPath(directory: string): string {
  return join(directory, `occi-${crypto.getRandomValues(new Uint8Array(16)).toHex()}`);
}

/** Whether files there can be written past the page cache: not every file system and not every disk lets us. */
export async function takesDirect(directory: string, io: StagingFs): Promise<boolean> {
  const path = `${newPath(directory)}.part`;
  try {
    const handle = await io.open(path, OPEN_FLAGS | constants.O_DIRECT, 0o600);
    try {
      const block = alignedBlock();
      await handle.write(block);
      await handle.write(block, 0, SECTOR); // the end of an upload
      await handle.truncate(1);
      return true;
    } finally {
      await handle.close();
      await io.unlink(path);
    }
  } catch {
    return false; // a disk that cannot be written at all shows that at the first upload
  }
}
