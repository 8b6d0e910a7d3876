/** One process's life: it listens, tells that it is ready, and lets requests finish before it ends. */
import type { Config } from "../config/config.ts";
import { messageOf } from "../errors.ts";
import { renewIfDue, selfSigned } from "../http/certificate.ts";
import type { Logger } from "../log/log.ts";
import { assemble, listen } from "./assemble.ts";
import { DRAIN_MS } from "./drain.ts";
import { notifySystemd } from "./systemd.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

export interface LifeOptions {
  readonly config: Config;
  readonly log: Logger;
  /** Milliseconds; DRAIN_MS unless told. */
  readonly drain?: number;
  /** Called when the server listens. */
  readonly onReady: (ready: Ready) => void;
}

export interface Ready {
  readonly url: string;
  /** SHA-256, of a self-signed certificate only. */
  readonly fingerprint: string | undefined;
}

/**
 * Serves until SIGTERM or SIGINT; a second one ends the process at once.
 * @returns when all requests have been answered or the time for it is over.
 * @throws OcciError SETUP_FAULT when it cannot listen.
 */
export async function live({ config, log, drain = DRAIN_MS, onReady }: LifeOptions): Promise<void> {
  surviveErrors(log);
  // Before the listener: a signal during start-up must end the process, not be lost.
  const ended = signalled(log);
  const certificate = config.ssl === "self-signed" ? await selfSigned(config) : undefined;
  const deps = await assemble(config, log);
  let server = await listen(deps);
  const fingerprint = certificate?.fingerprint;
  if (certificate?.made === true) log.info("made a self-signed certificate", { file: certificate.file });
  log.info("listening", { address: server.url, base: config.baseUrl, fingerprint, pid: process.pid });
  const renewal = setInterval(async () => {
    if (!(await renewed(config, log))) return;
    // Bun cannot change the certificate of a listener: another one takes its place, at once; the old one drains.
    void server.stop(drain);
    server = await listen(deps);
  }, DAY_MS);
  const socket = process.env.NOTIFY_SOCKET;
  tellSystemd(log, () => notifySystemd(socket, "READY=1", `STATUS=listening on ${server.url}`));
  onReady({ url: server.url, fingerprint });

  const signal = await ended;
  log.info("stopping: requests under way may finish", { signal, seconds: drain / 1000 });
  tellSystemd(log, () => notifySystemd(socket, "STOPPING=1"));
  clearInterval(renewal);
  await server.stop(drain);
  log.info("stopped");
}

function signalled(log: Logger): Promise<NodeJS.Signals> {
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
    // Logs are rotated by renaming; a terminal that closes ends nothing.
    process.on("SIGHUP", () => {
      try {
        log.reopen();
      } catch (error) {
        log.error("the log file cannot be opened again: writing goes on in the old one", { cause: messageOf(error) });
      }
    });
  });
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

async function renewed(config: Config, log: Logger): Promise<boolean> {
  try {
    const certificate = await renewIfDue(config);
    if (certificate === undefined) return false;
    const { file, fingerprint } = certificate;
    log.warning("made a new self-signed certificate: the old one expires soon", { file, fingerprint });
    return true;
  } catch (error) {
    log.error("the self-signed certificate cannot be renewed", { cause: messageOf(error) });
    return false;
  }
}
