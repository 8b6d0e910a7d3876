/** Whether an open file is a terminal, found out without what takes longer than a whole small command. */
import { fstatSync } from "node:fs";

/** The major number of /dev/null, /dev/zero and the like on Linux: most output that nobody reads goes there. */
const MEMORY_DEVICES = 1;

/**
 * Whether a descriptor is a terminal. To load `node:tty` takes four milliseconds, as it brings sockets and streams with it:
 * only a device that may be a terminal is worth them.
 */
export function isTerminal(fd: number): boolean {
  try {
    const status = fstatSync(fd);
    if (!status.isCharacterDevice() || status.rdev >> 8 === MEMORY_DEVICES) return false;
  } catch {
    return false; // it is not open
  }
  return process.getBuiltinModule("node:tty").isatty(fd);
}
