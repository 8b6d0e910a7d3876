import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";

/** Writes a file whole: a reader sees the old content or the new one, never a part, also after a power loss. */
export function replaceFile(file: string, text: string, mode: number): void {
  const temporary = `${file}.${process.pid}.new`;
  // Made anew: a link that somebody put there is not followed.
  rmSync(temporary, { force: true });
  const fd = openSync(temporary, "wx", mode);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, file);
}
