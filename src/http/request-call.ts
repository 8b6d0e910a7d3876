/** The one implementation of `Call`: a request with its user, and the parts of the application that it may use. */
import { type CloudDeps, forRequest } from "../cloud/deps.ts";
import { recovering } from "../cloud/lost-answer.ts";
import * as users from "../cloud/user.ts";
import type { Session } from "../opennebula/client.ts";
import { attended } from "./attended.ts";
import type { Credentials } from "./auth.ts";
import { authenticate } from "./authenticate.ts";
import type { Call, Screening } from "./call.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";
import type { Exchange } from "./exchange.ts";
import { observed } from "./observed.ts";

type Params = Readonly<Record<string, string>>;

export class RequestCall implements Call {
  readonly deps: CloudDeps;
  readonly request: Request;
  readonly session: Session;
  readonly user: string;
  readonly params: Params;
  readonly #exchange: Exchange;
  readonly #all: DispatchDeps;

  constructor(request: Request, exchange: Exchange, { user, session }: Credentials, all: DispatchDeps, params: Params) {
    this.request = request;
    this.session = session;
    this.user = user;
    this.params = params;
    this.#exchange = exchange;
    this.#all = all;
    const { config, clock, strays } = all;
    const login = { user, session, address: exchange.connection.address, longest: config.loginDelay };
    const oned = recovering(all.logins.guard(observed(all.oned, exchange.use), login), {
      clock,
      wait: config.wait,
      driverTimeout: config.oneDriverTimeout,
      strays,
    });
    this.deps = forRequest(all, attended(oned, request), () => request.signal);
  }

  get target() {
    return this.#exchange.target;
  }

  get own() {
    return this.#exchange.own;
  }

  get observer() {
    return this.#all.observer;
  }

  get events() {
    return this.#all.events;
  }

  get oned() {
    return this.#all.oned;
  }

  get views() {
    return this.#all.views;
  }

  async known(): Promise<void> {
    if (!this.#exchange.use.accepted) await users.login(this.deps, this.session);
  }

  turn(bytes: number): Promise<void> {
    return this.#all.turns.take(this.session, bytes);
  }

  untimed(): void {
    this.#exchange.connection.untimed();
  }

  concerns(resource: string): void {
    this.#exchange.resource = resource;
  }

  performs(word: string): void {
    this.#exchange.action = word;
  }

  async shared<T>(key: string, read: () => Promise<T>): Promise<T> {
    const value = await this.#all.sharedReads.join(`${this.session} ${key}`, read);
    // The request that made the call was of this session.
    this.#exchange.use.accepted = true;
    return value;
  }

  screening(): Screening {
    return screeningOf(this.request, this.#exchange, this.#all);
  }
}

/** The audit line of the end is one of the request that began it. */
function screeningOf({ headers: sent }: Request, exchange: Exchange, all: DispatchDeps): Screening {
  const { connection, console, id: requestId, user, trace } = exchange;
  const headers = new Headers(sent);
  return {
    screens: all.screens,
    upgrade: connection.upgrade,
    async again() {
      return { deps: forRequest(all), ...(await authenticate({ headers }, connection, all.x509, console)) };
    },
    closed(end) {
      const [kind = "", id] = (exchange.resource ?? "").split("/");
      const client = connection.address;
      all.log.audit({ user, action: "close-screen", kind, id, client, requestId, ...trace, ...end });
    },
  };
}
