/** The server: a listener with TLS in front of the application; both can be replaced while it runs. */

import { type TlsOptions, tlsOptions } from "../certificates/tls.ts";
import { EventHub } from "./api/events/hub.ts";
import { type App, createApp } from "./app.ts";
import type { AppDeps } from "./app-deps.ts";
import type { Front } from "./client-certificates.ts";
import { type Listener, listen, refuseBusyPort } from "./listener.ts";
import { LOOPBACK } from "./loopback.ts";
import { Unsent } from "./unsent.ts";

export interface RunningServer {
  /** As it is bound, e.g. `https://127.0.0.1:4567`. */
  readonly url: string;
  readonly port: number;
  /** Requests that arrive from now on are answered by an application of these parts. */
  use(deps: AppDeps): void;
  /**
   * Connections that are made from now on get this certificate; those that are open may go on for a while.
   * @throws the system's error (EMFILE) when no second listener can be made: then everything is as it was.
   */
  present(tls: readonly TlsOptions[]): Promise<void>;
  /** Takes no new connections; requests under way may finish for `deadline` milliseconds, then they are cut. */
  stop(deadline: number): Promise<void>;
}

export interface ServerOptions {
  /** Undefined for plain HTTP; made of the configuration by default. */
  readonly tls?: readonly TlsOptions[];
  /**
   * Makes the kernel hand new connections of a port to the youngest of its listeners; without it they are shared out
   * among all of them, and those that wait for a listener when it closes are lost. Called once, before a second one listens.
   */
  readonly steer?: (port: number) => void;
  /** How long requests of replaced listeners may take, milliseconds. */
  readonly drain?: number;
}

/** A replaced listener stays open so long for connections that were being made: handshakes end, answers end them. */
const GRACE_MS = 3_000;
const DRAIN_MS = 60_000;
/** The part of ANSWER_LIMIT that answers may have which clients have not read yet. */
const UNSENT_SHARE = 4;

/** Binds the address and answers from then on. @throws the system's error (EADDRINUSE, EACCES) when it cannot. */
export async function startServer(deps: AppDeps, options: ServerOptions = {}): Promise<RunningServer> {
  const { config, log } = deps;
  const { steer = () => {}, drain = DRAIN_MS } = options;
  const events = new EventHub(deps.eventLimits);
  let app: App = createApp(deps, events);
  let used = deps;
  const unsent = new Unsent({
    limit: () => used.config.answerLimit / UNSENT_SHARE,
    onCut(client, bytes) {
      log.warning("a client that did not read its answer was cut off", { client, unsent: bytes });
      used.observer?.readerCut();
    },
  });
  let tls = options.tls ?? (await tlsOptions(config));
  refuseBusyPort(config.host, config.port);
  const asksForCertificates = config.sslClientCa !== undefined;
  let front: Front | undefined;
  const listenWith = (port: number): Listener =>
    listen({
      host: asksForCertificates ? LOOPBACK : config.host,
      port: asksForCertificates ? 0 : port,
      headerTimeout: config.headerTimeout,
      tls: asksForCertificates ? [] : tls,
      log,
      unsent,
      ...(asksForCertificates && { clientOf: (innerPort) => front?.clientOf(innerPort) }),
      app: (request, connection) => app(request, connection),
    });
  let current = listenWith(config.port);
  if (asksForCertificates) front = await startFrontOf(config, tls, log, current);
  const { port } = front ?? current;
  const stopping = Promise.withResolvers<void>();
  let stopped = false;
  let steered = false;
  /** Replaced listeners that have not ended. */
  const retiring = new Set<Promise<void>>();
  /** Settles when at most one listener takes connections. */
  let alone: Promise<void> = Promise.resolve();

  async function replace(next: readonly TlsOptions[]): Promise<void> {
    if (stopped) return;
    const [previous, oldTls] = [current, tls];
    tls = next;
    if (front !== undefined) return front.present(next);
    if (!steered) steer(port);
    steered = true;
    try {
      current = listenWith(port);
    } catch (error) {
      tls = oldTls;
      throw error;
    }
    previous.retire();
    events.endAll();
    alone = graceOf(stopping.promise);
    const end = alone.then(() => previous.stop(drain)).finally(() => retiring.delete(end));
    retiring.add(end);
  }

  const host = config.host.includes(":") ? `[${config.host}]` : config.host;
  let turn: Promise<void> = Promise.resolve();
  return {
    get url() {
      return `${tls.length === 0 ? "http" : "https"}://${host}:${port}`;
    },
    port,
    use(next) {
      app = createApp(next, events);
      // Its clients connect again, and are answered by the new one.
      events.endAll();
      used = next;
    },
    present(next) {
      // One after the other: the kernel knows only which of two is the younger.
      const mine = turn.then(() => alone).then(() => replace(next));
      turn = mine.catch(() => {}); // the caller gets the error
      return mine;
    },
    async stop(deadline) {
      stopped = true;
      stopping.resolve();
      events.close();
      front?.close();
      const begun = performance.now();
      await Promise.all([current.stop(deadline), ...retiring]);
      await front?.end(deadline - (performance.now() - begun));
    },
  };
}

/** With client certificates; the listener itself is behind it. Ended with it when there is no front. */
async function startFrontOf(
  { host, port, sslClientAuth }: AppDeps["config"],
  tls: readonly TlsOptions[],
  log: AppDeps["log"],
  inner: Listener,
): Promise<Front> {
  try {
    // Loaded where it is used: it brings sockets and TLS of Node's with it.
    const { startFront } = await import("./client-certificates.ts");
    return await startFront({ host, port, tls, clientAuth: sslClientAuth, innerPort: inner.port, log });
  } catch (error) {
    await inner.stop(0);
    throw error;
  }
}

/** Ends early when `hurry` does. */
async function graceOf(hurry: Promise<void>): Promise<void> {
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(over.resolve, GRACE_MS);
  await Promise.race([over.promise, hurry]);
  clearTimeout(timer);
}
