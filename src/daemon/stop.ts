/** Ends the running server. */
import { messageOf, OcciError } from "../errors.ts";
import { serverStatus } from "./pid-file.ts";

/** Between two looks at the lock, milliseconds. The lock cannot be waited for with a time limit. */
const LOOK_EVERY = 10;
/** After the second signal, which ends the process at once. */
const LAST_PATIENCE = 5_000;

export type StopOutcome = "not running" | "stopped" | "cut off";

/**
 * Asks the server to end and waits until it has.
 * @param patience milliseconds for requests under way; then they are cut off.
 * @throws OcciError SETUP_FAULT when this user may not signal it, or it does not end.
 */
export async function stopServer(pidFile: string, patience: number): Promise<StopOutcome> {
  if (!serverStatus(pidFile).running) return "not running";
  // It waits for the id of a server that has just taken the lock, too.
  await signal(pidFile, patience);
  if (await ended(pidFile, patience)) return "stopped";
  await signal(pidFile, LAST_PATIENCE);
  if (await ended(pidFile, LAST_PATIENCE)) return "cut off";
  throw new OcciError("SETUP_FAULT", `The server did not end${ofPid(pidFile)}.`, { hint: "`kill -9` ends it." });
}

async function signal(pidFile: string, patience: number): Promise<void> {
  const until = performance.now() + patience;
  for (;;) {
    const status = serverStatus(pidFile);
    if (!status.running) return;
    if (status.pid !== undefined) {
      try {
        process.kill(status.pid, "SIGTERM");
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === "ESRCH") return; // it has just ended
        throw new OcciError("SETUP_FAULT", `The server (pid ${status.pid}) cannot be stopped: ${messageOf(cause)}.`, {
          hint: "Stop it as the user it runs as (oneadmin).",
          cause,
        });
      }
      return;
    }
    if (performance.now() > until) return;
    await Bun.sleep(LOOK_EVERY);
  }
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
