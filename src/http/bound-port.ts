/** The port of the server, whose certificate can be replaced while it runs. */
import type { TlsOptions } from "../certificates/tls.ts";
import type { Config } from "../config/config.ts";
import type { Logger } from "../log/log.ts";
import type { Client, Front } from "./client-certificates.ts";
import type { Listener } from "./listener.ts";
import { LOOPBACK } from "./loopback.ts";

export interface BoundPort {
  readonly port: number;
  /** None for plain HTTP. */
  readonly tls: readonly TlsOptions[];
  /** Connections that are made from now on get this certificate. @throws the system's error: then everything is as it was. */
  present(tls: readonly TlsOptions[]): Promise<void>;
  /** Takes no new connections; requests under way may finish for `deadline` milliseconds, then they are cut. */
  stop(deadline: number): Promise<void>;
}

/** Where a listener listens, and what is different at each. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly tls: readonly TlsOptions[];
  readonly clientOf?: (port: number) => Client | undefined;
}

export interface ReplacingOptions extends Place {
  readonly listenAt: (place: Place) => Listener;
  /** Called once, before a second listener has the port: from then on the youngest gets new connections. */
  readonly steer: (port: number) => void;
  /** How long requests of replaced listeners may take, milliseconds. */
  readonly drain: number;
  /** Called when another listener has taken the place of the last one. */
  readonly onReplaced: () => void;
}

/** A replaced listener stays open so long for connections that were being made: handshakes end, answers end them. */
const GRACE_MS = 3_000;

/** A listener keeps its certificate: for another one, another listener takes its place on the same port. */
export class ReplacedListeners implements BoundPort {
  readonly port: number;
  readonly #options: ReplacingOptions;
  readonly #stopping = Promise.withResolvers<void>();
  /** Replaced listeners that have not ended. */
  readonly #retiring = new Set<Promise<void>>();
  #tls: readonly TlsOptions[];
  #current: Listener;
  /** The last replacement that was asked for. */
  #turn: Promise<void> = Promise.resolve();
  /** Settles when at most one listener takes connections. */
  #alone: Promise<void> = Promise.resolve();
  #isStopped = false;
  #isSteered = false;

  /** @throws the system's error (EADDRINUSE, EACCES) when the address cannot be bound. */
  constructor(options: ReplacingOptions) {
    this.#options = options;
    this.#tls = options.tls;
    this.#current = options.listenAt(options);
    this.port = this.#current.port;
  }

  get tls(): readonly TlsOptions[] {
    return this.#tls;
  }

  present(tls: readonly TlsOptions[]): Promise<void> {
    // One after the other: the kernel knows only which of two is the younger.
    const mine = this.#turn.then(() => this.#alone).then(() => this.#replace(tls));
    this.#turn = mine.catch(() => {}); // the caller gets the error
    return mine;
  }

  async stop(deadline: number): Promise<void> {
    this.#isStopped = true;
    this.#stopping.resolve();
    await Promise.all([this.#current.stop(deadline), ...this.#retiring]);
  }

  #replace(tls: readonly TlsOptions[]): void {
    if (this.#isStopped) return;
    const { host, listenAt, steer, drain, onReplaced } = this.#options;
    if (!this.#isSteered) steer(this.port);
    this.#isSteered = true;
    const previous = this.#current;
    this.#current = listenAt({ host, port: this.port, tls });
    this.#tls = tls;
    previous.retire();
    onReplaced();
    this.#alone = graceOf(this.#stopping.promise);
    const end = this.#alone.then(() => previous.stop(drain)).finally(() => this.#retiring.delete(end));
    this.#retiring.add(end);
  }
}

export interface FrontedOptions {
  readonly config: Config;
  readonly tls: readonly TlsOptions[];
  readonly log: Logger;
  readonly listenAt: (place: Place) => Listener;
}

/**
 * Where clients have certificates: TLS ends in a front of our own, with the listener behind it.
 * @throws the system's error (EADDRINUSE, EACCES) when the address cannot be bound.
 */
export async function frontedPort({ config, tls, log, listenAt }: FrontedOptions): Promise<BoundPort> {
  let front: Front | undefined;
  const inner = listenAt({ host: LOOPBACK, port: 0, tls: [], clientOf: (port) => front?.clientOf(port) });
  const { host, port, sslClientAuth: clientAuth } = config;
  try {
    // Loaded where it is used: it brings sockets and TLS of Node's with it.
    const { startFront } = await import("./client-certificates.ts");
    front = await startFront({ host, port, tls, clientAuth, innerPort: inner.port, log });
  } catch (error) {
    await inner.stop(0);
    throw error;
  }
  return new FrontedListener(inner, front, tls);
}

class FrontedListener implements BoundPort {
  readonly port: number;
  readonly #inner: Listener;
  readonly #front: Front;
  #tls: readonly TlsOptions[];
  #isStopped = false;

  constructor(inner: Listener, front: Front, tls: readonly TlsOptions[]) {
    this.port = front.port;
    this.#inner = inner;
    this.#front = front;
    this.#tls = tls;
  }

  get tls(): readonly TlsOptions[] {
    return this.#tls;
  }

  async present(tls: readonly TlsOptions[]): Promise<void> {
    if (this.#isStopped) return;
    this.#front.present(tls);
    this.#tls = tls;
  }

  async stop(deadline: number): Promise<void> {
    this.#isStopped = true;
    this.#front.close();
    const begun = performance.now();
    await this.#inner.stop(deadline);
    await this.#front.end(deadline - (performance.now() - begun));
  }
}

/** Ends early when `hurry` does. */
async function graceOf(hurry: Promise<void>): Promise<void> {
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(over.resolve, GRACE_MS);
  await Promise.race([over.promise, hurry]);
  clearTimeout(timer);
}
