/** Signals the running server: the process that holds its lock, and no other. */
import { messageOf, OcciError } from "../errors.ts";
import { holdsLock } from "./private-lock.ts";
import { type ServerPaths, serverStatus } from "./server-lock.ts";

/** Milliseconds between two polls of the lock. The kernel cannot wait for a lock with a time limit. */
export const LOOK_EVERY_MS = 10;
/** A server that has just taken the lock writes its id at once. */
const SETTLING_MS = 1_000;

/**
 * Sends the signal. The locked file might name any process, by mistake or on purpose: the number is believed only if
 * that process holds the lock.
 * @param settling milliseconds for a server that has just taken the lock.
 * @returns false when no server runs.
 * @throws OcciError SETUP_FAULT when this user cannot signal it, or the file names another process.
 */
export async function signalServer(
  paths: ServerPaths,
  signal: NodeJS.Signals,
  settling = SETTLING_MS,
): Promise<boolean> {
  const until = performance.now() + settling;
  for (;;) {
    const status = serverStatus(paths);
    if (!status.running) return false;
    const { pid, locked } = status;
    if (pid !== undefined && holds(locked, pid)) return send(pid, signal);
    if (performance.now() > until) {
      throw new OcciError(
        "SETUP_FAULT",
        `${locked} is locked, but not by the process it names: nothing was signalled.`,
        { hint: `\`fuser -v ${locked}\` shows who holds it.` },
      );
    }
    await Bun.sleep(LOOK_EVERY_MS);
  }
}

function holds(file: string, pid: number): boolean {
  try {
    return holdsLock(file, pid);
  } catch (cause) {
    throw refused(pid, cause);
  }
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ESRCH") return false; // it has just ended
    throw refused(pid, cause);
  }
}

function refused(pid: number, cause: unknown): OcciError {
  return new OcciError("SETUP_FAULT", `The server (pid ${pid}) cannot be signalled: ${messageOf(cause)}.`, {
    hint: "Do this as the user it runs as (oneadmin); with systemd: systemctl stop, reload or restart occi-server.",
    cause,
  });
}
