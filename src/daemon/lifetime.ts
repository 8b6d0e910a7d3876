/** One process's life: it listens, reports that it is ready, reloads, and lets requests finish before it stops. */

import type { Config } from "../config/config.ts";
import { messageOf } from "../errors.ts";
import type { Logger } from "../log/log.ts";
import type { Templates } from "../templates/engine.ts";
import type { Pace } from "./acme.ts";
import { DRAIN_MS } from "./drain.ts";
import { monotonicMicroseconds } from "./libc.ts";
import { createReloader, type ReloadOutcome } from "./reload.ts";
import { Service } from "./service.ts";
import { onSignals } from "./signals.ts";
import { type Notice, notifySystemd } from "./systemd.ts";
import { startWatchdog } from "./watchdog.ts";

/** Milliseconds between two polls of the files of certificates and templates: a change is in use after two polls. */
const WATCH_MS = 2_000;

export interface LifeOptions {
  readonly config: Config;
  /** Those of the configuration, when they have passed the check already: it takes a fifth of the start. */
  readonly templates?: Templates | undefined;
  readonly log: Logger;
  /**
   * Reads the configuration again, and logs its warnings itself. Without this function SIGHUP stops the server: the
   * terminal was closed.
   * @throws with all that is wrong with it.
   */
  readonly reread?: (() => Promise<Config>) | undefined;
  /** Called with the outcome of each reload, and the configuration that is in use after it. */
  readonly onReloaded?: (outcome: ReloadOutcome, config: Config) => void;
  /** Milliseconds; DRAIN_MS by default. */
  readonly drain?: number;
  /** Milliseconds; WATCH_MS by default. */
  readonly watchEvery?: number;
  readonly now?: () => Date;
  /** Times of the attempts to get a certificate. */
  readonly acmePace?: Pace;
  /** Called when the server listens. */
  readonly onReady: (ready: Ready) => void;
}

export interface Ready {
  readonly url: string;
  /** SHA-256, of a self-signed certificate only. */
  readonly fingerprint: string | undefined;
}

/**
 * Serves until SIGTERM or SIGINT (or SIGHUP, see `reread`); a second one ends the process at once. SIGHUP reloads,
 * SIGUSR1 opens the log file again.
 * @returns when all requests have been answered or the time for it is over.
 * @throws OcciError SETUP_FAULT when it cannot listen.
 */
export async function live(options: LifeOptions): Promise<void> {
  const { log, reread, drain = DRAIN_MS, watchEvery = WATCH_MS, now = () => new Date() } = options;
  // Before the listener: a signal during start-up must end the process, not be lost.
  const signals = onSignals(log, reread !== undefined);
  const service = await Service.start({ ...options, drain, now });
  const stopWatching = service.watch(watchEvery);
  const notify = (...notices: Notice[]): void => notifyOrWarn(log, notices);
  const notifyReady = (): void => notify("READY=1", `STATUS=listening on ${service.url}`);
  notifyReady();
  const watchdog = startWatchdog(process.env, () => notify("WATCHDOG=1"));
  options.onReady({ url: service.url, fingerprint: service.fingerprint });

  signals.onReload(
    createReloader({
      clock: monotonicMicroseconds,
      reload: async () => (reread === undefined ? [] : service.use(await reread())),
      onBegin: (began) => notify("RELOADING=1", `MONOTONIC_USEC=${began}`),
      onEnd(outcome) {
        service.reloaded(outcome);
        notifyReady();
        options.onReloaded?.(outcome, service.config);
      },
    }),
  );

  const signal = await signals.ended;
  log.info("stopping: requests in progress can finish", { signal, seconds: drain / 1000 });
  notify("STOPPING=1");
  service.drain();
  // Load balancers poll /readyz, and send no more. A second signal does not wait.
  await Bun.sleep(service.config.stopDelay);
  stopWatching();
  await service.stop(drain);
  watchdog.stop();
  log.info("stopped");
}

function notifyOrWarn(log: Logger, notices: readonly Notice[]): void {
  try {
    notifySystemd(process.env.NOTIFY_SOCKET, ...notices);
  } catch (error) {
    log.warning("systemd cannot be notified", { cause: messageOf(error) });
  }
}
