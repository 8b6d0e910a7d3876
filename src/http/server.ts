/** The server: a listener with TLS in front of the application; both can be replaced while it runs. */
import { type TlsOptions, tlsOptions } from "../certificates/tls.ts";
import { EventHub } from "./api/events/hub.ts";
import { type App, createApp } from "./app.ts";
import type { AppDeps } from "./app-deps.ts";
import { type BoundPort, frontedPort, type Place, ReplacedListeners } from "./bound-port.ts";
import { type Listener, listen, refuseBusyPort } from "./listener.ts";
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
  /** Milliseconds from which on the first listener reads paths with several empty segments; see there. */
  readonly widenAfter?: number;
}

const DRAIN_MS = 60_000;
/** The part of ANSWER_LIMIT that answers may have which clients have not read yet. */
const UNSENT_SHARE = 4;

/** Binds the address and answers from then on. @throws the system's error (EADDRINUSE, EACCES) when it cannot. */
export async function startServer(deps: AppDeps, options: ServerOptions = {}): Promise<RunningServer> {
  const { host } = deps.config;
  const current = new CurrentApp(deps);
  const bound = await bind(deps, current, options);
  const shownHost = host.includes(":") ? `[${host}]` : host;
  return {
    get url() {
      return `${bound.tls.length === 0 ? "http" : "https"}://${shownHost}:${bound.port}`;
    },
    port: bound.port,
    use: (next) => current.use(next),
    present: (tls) => bound.present(tls),
    stop(deadline) {
      current.events.close();
      return bound.stop(deadline);
    },
  };
}

async function bind({ config, log }: AppDeps, current: CurrentApp, options: ServerOptions): Promise<BoundPort> {
  const tls = options.tls ?? (await tlsOptions(config));
  const { host, port, headerTimeout } = config;
  refuseBusyPort(host, port);
  const app: App = (request, connection) => current.app(request, connection);
  let { widenAfter } = options;
  function listenAt(place: Place): Listener {
    const listener = listen({ ...place, headerTimeout, log, unsent: current.unsent, app, widenAfter });
    // Those that take its place are in no hurry: the old one answers meanwhile.
    widenAfter = undefined;
    return listener;
  }
  if (config.sslClientCa !== undefined) return frontedPort({ config, tls, log, listenAt });
  const { steer = () => {}, drain = DRAIN_MS } = options;
  return new ReplacedListeners({ host, port, tls, listenAt, steer, drain, onReplaced: () => current.events.endAll() });
}

/** The application that answers now. */
class CurrentApp {
  /** Its streams of events, and those of the applications before it. */
  readonly events: EventHub;
  /** Large answers on their way, of all listeners together. */
  readonly unsent: Unsent;
  app: App;
  #deps: AppDeps;

  constructor(deps: AppDeps) {
    this.events = new EventHub(deps.eventLimits);
    this.app = createApp(deps, this.events);
    this.#deps = deps;
    this.unsent = new Unsent({
      limit: () => this.#deps.config.answerLimit / UNSENT_SHARE,
      onCut: (client, bytes) => {
        deps.log.warning("cut off a client that did not read its answer", { client, unsent: bytes });
        this.#deps.observer?.readerCut();
      },
    });
  }

  use(deps: AppDeps): void {
    this.app = createApp(deps, this.events);
    // Its clients connect again, and are answered by the new one.
    this.events.endAll();
    this.#deps = deps;
  }
}
