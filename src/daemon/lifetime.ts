/** One process's life: it listens, reports that it is ready, reloads, and lets requests finish before it stops. */

import { createCertificates } from "../certificates/in-use.ts";
import { namesOf } from "../certificates/pem.ts";
import { selfSigned } from "../certificates/self-signed.ts";
import { identitiesOf, tlsOf } from "../certificates/tls.ts";
import type { Config } from "../config/config.ts";
import { messageOf } from "../errors.ts";
import type { Logger } from "../log/log.ts";
import type { Templates } from "../templates/engine.ts";
import { buildInfo } from "../terminal/build-info.ts";
import { createAcme, type Pace } from "./acme.ts";
import { assemble, listen } from "./assemble.ts";
import { capsOf, limitConnections } from "./connection-limit.ts";
import { DRAIN_MS } from "./drain.ts";
import { monotonicMicroseconds } from "./libc.ts";
import { createOutside } from "./outside.ts";
import { createReloader, mergeAtRunTime, type ReloadOutcome } from "./reload.ts";
import { onSignals } from "./signals.ts";
import { steerToYoungest } from "./steering.ts";
import { type Notice, notifySystemd } from "./systemd.ts";
import { createLiveTemplates } from "./templates.ts";
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
  let { config } = options;
  const outside = createOutside({
    config,
    log,
    build: buildInfo(),
    sources: {
      oned: () => ({ ...deps.oned.load, readOnly: deps.oned.readOnly }),
      certificates: () =>
        certificates.identities.flatMap(({ certificate }) =>
          namesOf(certificate).map((name) => ({ name, until: certificate.validToDate })),
        ),
      certificateFailure: () => certificates.failure ?? acme.failure,
      templatesFailure: () => templates.failure,
      screens: () => deps.screens?.open ?? 0,
    },
  });
  const { metrics } = outside;
  surviveErrors(log, () => metrics?.unhandledError());
  const made = config.ssl === "self-signed" && (await selfSigned(config, now())).made;
  const identities = await identitiesOf(config, now());
  const fingerprint = config.ssl === "self-signed" ? identities[0]?.fingerprint : undefined;
  let deps = await assemble(config, log, metrics, undefined, options.templates);
  let caps = capsOf(config);
  const server = await listen(deps, {
    tls: tlsOf(identities, config),
    steer: (port) => steerToYoungest(port, log),
    drain,
  });
  if (made) log.info("made a self-signed certificate", { file: identities[0]?.file });
  log.info("listening", { address: server.url, base: config.baseUrl, fingerprint, pid: process.pid });
  const stopLimiting = limitConnections(server.port, () => caps, log);
  const present = server.present;
  const certificates = createCertificates(config, identities, { log, now, present });
  const templates = createLiveTemplates(config, deps.templates, {
    log,
    present(changed) {
      deps = { ...deps, templates: changed };
      server.use(deps);
    },
  });
  const acme = createAcme({
    log,
    now,
    onCertificate: certificates.use,
    ...(options.acmePace && { pace: options.acmePace }),
  });
  try {
    await outside.listen();
    await acme.use(config);
  } catch (error) {
    stopLimiting();
    await Promise.all([outside.stop(), acme.stop(), server.stop(0)]);
    throw error;
  }
  const watches = [certificates.watch(watchEvery), templates.watch(watchEvery)];
  const tell = (...notices: Notice[]): void => tellSystemd(log, notices);
  tell("READY=1", `STATUS=listening on ${server.url}`);
  const watchdog = startWatchdog(process.env, () => tell("WATCHDOG=1"));
  options.onReady({ url: server.url, fingerprint });

  async function reload(): Promise<readonly string[]> {
    if (reread === undefined) return [];
    const merged = mergeAtRunTime(config, await reread());
    const next = await assemble(merged.config, log, metrics, deps);
    // Steps that may fail come first: after them everything is taken into use, before them nothing.
    await acme.use(merged.config);
    try {
      await certificates.use(merged.config);
    } catch (error) {
      await acme.use(config);
      throw error;
    }
    [config, deps, caps] = [merged.config, next, capsOf(merged.config)];
    server.use(next);
    templates.use(config, next.templates);
    outside.use(config);
    log.adjust({ level: config.logLevel, format: config.logFormat });
    return merged.kept.map((name) => `${name} has changed: that needs a restart.`);
  }
  signals.onReload(
    createReloader({
      clock: monotonicMicroseconds,
      reload,
      onBegin: (began) => tell("RELOADING=1", `MONOTONIC_USEC=${began}`),
      onEnd(outcome) {
        const { failure, warnings } = outcome;
        metrics?.reloaded(failure === undefined);
        if (failure === undefined) log.info("reloaded the configuration", { file: config.file });
        else log.error("the reload failed: everything stays as it was", { cause: failure });
        for (const warning of warnings) log.warning(warning);
        tell("READY=1", `STATUS=listening on ${server.url}`);
        options.onReloaded?.(outcome, config);
      },
    }),
  );

  const signal = await signals.ended;
  log.info("stopping: requests under way may finish", { signal, seconds: drain / 1000 });
  tell("STOPPING=1");
  outside.drain();
  // Load balancers poll /readyz, and send no more. A second signal does not wait.
  await Bun.sleep(config.stopDelay);
  for (const end of watches) end();
  stopLimiting();
  await Promise.all([acme.stop(), server.stop(drain)]);
  watchdog.stop();
  await outside.stop();
  log.info("stopped");
}

/** A fault in one request, or in a promise that nobody waits for, must not end the service for everybody. */
function surviveErrors(log: Logger, count: () => void): void {
  const logUnhandled = (error: unknown): void => {
    count();
    log.error("unhandled error", { error, stack: error instanceof Error ? error.stack : undefined });
  };
  process.on("uncaughtException", logUnhandled);
  process.on("unhandledRejection", logUnhandled);
}

function tellSystemd(log: Logger, notices: readonly Notice[]): void {
  try {
    notifySystemd(process.env.NOTIFY_SOCKET, ...notices);
  } catch (error) {
    log.warning("systemd cannot be notified", { cause: messageOf(error) });
  }
}
