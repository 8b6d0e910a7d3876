/** Ends the running server. */
import { messageOf, OcciError } from "../errors.ts";
import { holdsLock, serverStatus } from "./pid-file.ts";

/** Between two looks at the lock, milliseconds. The lock cannot be waited for with a time limit. */
const LOOK_EVERY = 10;
/** A server that has just taken the lock writes its id at once. */
const SETTLING = 1_000;
/** After the second signal, which ends the process at once. */
const LAST_PATIENCE = 5_000;

export type StopOutcome = "not running" | "stopped" | "cut off";

/**
 * Asks the server to end and waits until it has.
 * @param patience milliseconds for requests under way; then they are cut off.
 * @throws OcciError SETUP_FAULT when this user may not signal it, the file names a process that does not hold its lock, or
 *   the server does not end.
 */
export async function stopServer(pidFile: string, patience: number): Promise<StopOutcome> {
  if (!serverStatus(pidFile).running) return "not running";
  await signal(pidFile);
  if (await ended(pidFile, patience)) return "stopped";
  await signal(pidFile);
  if (await ended(pidFile, LAST_PATIENCE)) return "cut off";
  throw new OcciError("SETUP_FAULT", `The server did not end${ofPid(pidFile)}.`, { hint: "`kill -9` ends it." });
}

/** Signals the process that holds the lock, and no other: the file may name any, by mistake or on purpose. */
async function signal(pidFile: string): Promise<void> {
  const until = performance.now() + SETTLING;
  for (;;) {
    const status = serverStatus(pidFile);
    if (!status.running) return;
    if (status.pid !== undefined && holds(pidFile, status.pid)) return terminate(status.pid);
    if (performance.now() > until) {
      throw new OcciError(
        "SETUP_FAULT",
        `${pidFile} is locked, but not by the process it names: nothing was signalled.`,
        {
          hint: `\`fuser -v ${pidFile}\` shows who holds it.`,
        },
      );
    }
    await Bun.sleep(LOOK_EVERY);
  }
}

function holds(pidFile: string, pid: number): boolean {
  try {
    return holdsLock(pidFile, pid);
  } catch (cause) {
    throw cannotStop(pid, cause);
  }
}

function terminate(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ESRCH") throw cannotStop(pid, cause); // else it has just ended
  }
}

function cannotStop(pid: number, cause: unknown): OcciError {
  return new OcciError("SETUP_FAULT", `The server (pid ${pid}) cannot be stopped: ${messageOf(cause)}.`, {
    hint: "Stop it as the user it runs as (oneadmin).",
    cause,
  });
}

async function ended(pidFile: string, patience: number): Promise<boolean> {
  const until = performance.now() + patience;
  while (serverStatus(pidFile).running) {
    if (performance.now() > until) return false;
    await Bun.sleep(LOOK_EVERY);
  }
  return true;
}

function ofPid(pidFile: string): string {
  const status = serverStatus(pidFile);
  return status.running && status.pid !== undefined ? ` (pid ${status.pid})` : "";
}
