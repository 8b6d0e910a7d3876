/** Ends the running server. */
import { OcciError } from "../errors.ts";
import { type ServerPaths, serverStatus } from "./server-lock.ts";
import { LOOK_EVERY_MS, signalServer } from "./signal-server.ts";

/** After the second signal, which ends the process at once. */
const LAST_PATIENCE = 5_000;

export type StopOutcome = "not running" | "stopped" | "cut off";

/**
 * Asks the server to end and waits until it has.
 * @param patience milliseconds for requests under way; then they are cut off.
 * @throws OcciError SETUP_FAULT as `signalServer`, and when the server does not end.
 */
export async function stopServer(paths: ServerPaths, patience: number): Promise<StopOutcome> {
  if (!serverStatus(paths).running) return "not running";
  await signalServer(paths, "SIGTERM");
  if (await ended(paths, patience)) return "stopped";
  await signalServer(paths, "SIGTERM");
  if (await ended(paths, LAST_PATIENCE)) return "cut off";
  throw new OcciError("SETUP_FAULT", `The server did not stop${ofPid(paths)}.`, { hint: "`kill -9` stops it." });
}

async function ended(paths: ServerPaths, patience: number): Promise<boolean> {
  const until = performance.now() + patience;
  while (serverStatus(paths).running) {
    if (performance.now() > until) return false;
    await Bun.sleep(LOOK_EVERY_MS);
  }
  return true;
}

function ofPid(paths: ServerPaths): string {
  const status = serverStatus(paths);
  return status.running && status.pid !== undefined ? ` (pid ${status.pid})` : "";
}
