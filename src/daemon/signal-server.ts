/** Signals the running server: the process that holds the lock of the pid file, and no other. */
import { messageOf, OcciError } from "../errors.ts";
import { holdsLock, serverStatus } from "./pid-file.ts";

/** Between two looks at the lock, milliseconds. The lock cannot be waited for with a time limit. */
export const LOOK_EVERY_MS = 10;
/** A server that has just taken the lock writes its id at once. */
const SETTLING_MS = 1_000;

/**
 * Sends the signal. The pid file may name any process, by mistake or on purpose: what it names is believed only when
 * that process holds the lock.
 * @returns false when no server runs.
 * @throws OcciError SETUP_FAULT when this user may not signal it, or the file names another process.
 */
export async function signalServer(pidFile: string, signal: NodeJS.Signals): Promise<boolean> {
  const until = performance.now() + SETTLING_MS;
  for (;;) {
    const status = serverStatus(pidFile);
    if (!status.running) return false;
    if (status.pid !== undefined && holds(pidFile, status.pid)) return send(status.pid, signal);
    if (performance.now() > until) {
      throw new OcciError(
        "SETUP_FAULT",
        `${pidFile} is locked, but not by the process it names: nothing was signalled.`,
        { hint: `\`fuser -v ${pidFile}\` shows who holds it.` },
      );
    }
    await Bun.sleep(LOOK_EVERY_MS);
  }
}

function holds(pidFile: string, pid: number): boolean {
  try {
    return holdsLock(pidFile, pid);
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
