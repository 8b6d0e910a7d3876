/** The meaning of signals to a running server. */
import { messageOf } from "../errors.ts";
import type { Logger } from "../log/log.ts";

export interface Signals {
  /** The signal that asked for the end. */
  readonly ended: Promise<NodeJS.Signals>;
  /** Sets the effect of SIGHUP from now on; one that came before is not forgotten. */
  onReload(reload: () => void): void;
}

/**
 * Listens to SIGTERM, SIGINT (the end; a second one ends the process at once), SIGHUP and SIGUSR1 (the log file is
 * opened again).
 * @param reloads whether SIGHUP opens the log file again and reloads; otherwise it is the end as well.
 */
export function onSignals(log: Logger, reloads: boolean): Signals {
  const ended = Promise.withResolvers<NodeJS.Signals>();
  let endings = 0;
  const end = (signal: NodeJS.Signals): void => {
    endings += 1;
    if (endings === 1) {
      ended.resolve(signal);
      return;
    }
    log.warning("stopped by a second signal: requests in progress were cut off", { signal });
    log.close();
    process.exit(1);
  };
  let early = false;
  let reload = (): void => {
    early = true;
  };
  const hangUp = (): void => {
    reopen(log);
    reload();
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  process.on("SIGHUP", reloads ? hangUp : end);
  process.on("SIGUSR1", () => reopen(log));
  return {
    ended: ended.promise,
    onReload(action) {
      reload = action;
      if (early) action();
    },
  };
}

function reopen(log: Logger): void {
  try {
    log.reopen();
  } catch (error) {
    log.error("the log file cannot be opened again: the server still writes to the old one", {
      cause: messageOf(error),
    });
  }
}
