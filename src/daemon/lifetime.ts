/** One process's life: it listens, tells that it is ready, and lets requests finish before it ends. */
import type { Config } from "../config/config.ts";
import { messageOf } from "../errors.ts";
import type { AppDeps } from "../http/app.ts";
import { selfSigned } from "../http/certificate.ts";
import type { RunningServer } from "../http/server.ts";
import type { Logger } from "../log/log.ts";
import { assemble, listen } from "./assemble.ts";
import { DRAIN_MS } from "./drain.ts";
import { watchCertificate } from "./renewal.ts";
import { notifySystemd } from "./systemd.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const LISTEN_AGAIN_MS = 1_000;

export interface LifeOptions {
  readonly config: Config;
  readonly log: Logger;
  /** Whether SIGHUP opens the log file again. Otherwise it ends the server: the terminal was closed. */
  readonly rotates: boolean;
  /** Milliseconds; DRAIN_MS unless told. */
  readonly drain?: number;
  /** How often the self-signed certificate is looked at, milliseconds; a day unless told. */
  readonly renewEvery?: number;
  readonly now?: () => Date;
  /** Called when the server listens. */
  readonly onReady: (ready: Ready) => void;
}

export interface Ready {
  readonly url: string;
  /** SHA-256, of a self-signed certificate only. */
  readonly fingerprint: string | undefined;
}

/**
 * Serves until SIGTERM or SIGINT (or SIGHUP, see `rotates`); a second one ends the process at once.
 * @returns when all requests have been answered or the time for it is over.
 * @throws OcciError SETUP_FAULT when it cannot listen.
 */
export async function live(options: LifeOptions): Promise<void> {
  const { config, log, rotates, drain = DRAIN_MS, renewEvery = DAY_MS, now = () => new Date(), onReady } = options;
  surviveErrors(log);
  // Before the listener: a signal during start-up must end the process, not be lost.
  const ended = signalled(log, rotates);
  const certificate = config.ssl === "self-signed" ? await selfSigned(config, now()) : undefined;
  const deps = await assemble(config, log);
  let server = await listen(deps);
  const fingerprint = certificate?.fingerprint;
  if (certificate?.made === true) log.info("made a self-signed certificate", { file: certificate.file });
  log.info("listening", { address: server.url, base: config.baseUrl, fingerprint, pid: process.pid });
  const stopWatching = watchCertificate({
    config,
    log,
    every: renewEvery,
    now,
    async onRenewed() {
      // Bun cannot change the certificate of a listener: another one takes its place at once, the old one drains.
      void server.stop(drain);
      server = await listenAgain(deps);
      log.info("listening with the new certificate", { address: server.url });
    },
  });
  const socket = process.env.NOTIFY_SOCKET;
  tellSystemd(log, () => notifySystemd(socket, "READY=1", `STATUS=listening on ${server.url}`));
  onReady({ url: server.url, fingerprint });

  const signal = await ended;
  log.info("stopping: requests under way may finish", { signal, seconds: drain / 1000 });
  tellSystemd(log, () => notifySystemd(socket, "STOPPING=1"));
  stopWatching();
  await server.stop(drain);
  log.info("stopped");
}

/** The address was ours a moment ago: whatever is in the way now (no descriptors, say) does not stay. */
async function listenAgain(deps: AppDeps): Promise<RunningServer> {
  for (;;) {
    try {
      return await listen(deps);
    } catch (error) {
      deps.log.error("cannot listen again", { cause: messageOf(error) });
      await Bun.sleep(LISTEN_AGAIN_MS);
    }
  }
}

function signalled(log: Logger, rotates: boolean): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let signals = 0;
    const onSignal = (signal: NodeJS.Signals): void => {
      signals += 1;
      if (signals === 1) {
        resolve(signal);
        return;
      }
      log.warning("ended by a second signal: requests under way are cut off", { signal });
      log.close();
      process.exit(1);
    };
    process.on("SIGTERM", onSignal);
    process.on("SIGINT", onSignal);
    process.on("SIGHUP", rotates ? () => reopen(log) : onSignal);
  });
}

function reopen(log: Logger): void {
  try {
    log.reopen();
  } catch (error) {
    log.error("the log file cannot be opened again: writing goes on in the old one", { cause: messageOf(error) });
  }
}

/** A fault in one request, or in a promise that nobody waits for, must not end the service for everybody. */
function surviveErrors(log: Logger): void {
  const logUnhandled = (error: unknown): void =>
    log.error("an error that nobody handled", { error, stack: error instanceof Error ? error.stack : undefined });
  process.on("uncaughtException", logUnhandled);
  process.on("unhandledRejection", logUnhandled);
}

function tellSystemd(log: Logger, tell: () => void): void {
  try {
    tell();
  } catch (error) {
    log.warning("systemd cannot be told", { cause: messageOf(error) });
  }
}
