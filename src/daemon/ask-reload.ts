/** Asks the running server to reload, and waits for what comes of it. */
import { OcciError } from "../errors.ts";
import { monotonicMicroseconds } from "./libc.ts";
import type { DaemonPaths } from "./paths.ts";
import type { ReloadOutcome } from "./reload.ts";
import { readReport } from "./reload-report.ts";
import { serverStatus } from "./server-lock.ts";
import { LOOK_EVERY_MS, signalServer } from "./signal-server.ts";

/** Another reload and a change of the certificate may come before it; milliseconds. */
const PATIENCE_MS = 60_000;

/**
 * @param patience milliseconds for the report.
 * @returns undefined when no server runs.
 * @throws OcciError SETUP_FAULT as `signalServer`, and when the server stops meanwhile or does not report.
 */
export async function askToReload(paths: DaemonPaths, patience = PATIENCE_MS): Promise<ReloadOutcome | undefined> {
  const asked = monotonicMicroseconds();
  if (!(await signalServer(paths, "SIGHUP"))) return undefined;
  const until = performance.now() + patience;
  for (;;) {
    const outcome = readReport(paths.reloadFile, asked);
    if (outcome !== undefined) return outcome;
    if (!serverStatus(paths).running) {
      throw new OcciError("SETUP_FAULT", "The server stopped instead of reloading.", { hint: "See its log." });
    }
    if (performance.now() > until) {
      throw new OcciError("SETUP_FAULT", "The server did not report the outcome of the reload.", {
        hint: "See its log.",
      });
    }
    await Bun.sleep(LOOK_EVERY_MS);
  }
}
