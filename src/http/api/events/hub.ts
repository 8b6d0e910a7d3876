/**
 * The open streams of events, and the readings that events are made of. The pools of a user are polled while a stream is
 * open: once for all streams of the same session.
 */
import type { Reading } from "../../../cloud/self-service/watch.ts";
import { OcciError } from "../../../errors.ts";
import type { OnedClient, Session } from "../../../opennebula/client.ts";
import type { EventListener } from "./listener.ts";

/** Milliseconds, and numbers of streams. */
export interface EventLimits {
  /** Between two readings. */
  readonly pollEvery: number;
  readonly beatEvery: number;
  /** After which a stream ends. The client opens another one, for which its login is checked again. */
  readonly longest: number;
  readonly perUser: number;
  readonly inAll: number;
}

const LIMITS: EventLimits = {
  pollEvery: 5_000,
  beatEvery: 15_000,
  longest: 3_600_000,
  perUser: 16,
  inAll: 1_000,
};

/** Seconds. */
const RETRY_AFTER = 30;

/** Loaded with the first listener: a start does without it. */
async function loadParts() {
  const [watch, { EventListener }] = await Promise.all([
    import("../../../cloud/self-service/watch.ts"),
    import("./listener.ts"),
  ]);
  return { ...watch, EventListener };
}

type Parts = Awaited<ReturnType<typeof loadParts>>;

/** A session with open streams. */
interface WatchedSession {
  readonly listeners: Set<EventListener>;
  /** The first reading. */
  readonly begun: Promise<Reading>;
  timer?: Timer;
}

export interface ListenRequest {
  readonly user: string;
  readonly session: Session;
  /** The client of the request, for the first reading: it counts a wrong password as a failed login. */
  readonly firstOned: OnedClient;
  /** The client for all further readings. */
  readonly oned: OnedClient;
  readonly signal: AbortSignal;
}

export class EventHub {
  readonly #limits: EventLimits;
  readonly #watches = new Map<Session, WatchedSession>();
  readonly #users = new Map<string, number>();
  readonly #listeners = new Set<EventListener>();
  #beat: Timer | undefined;
  #isClosed = false;

  constructor(limits: Partial<EventLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /** Streams that are open. */
  get size(): number {
    return this.#listeners.size;
  }

  /** Sessions that are polled. */
  get watches(): number {
    return this.#watches.size;
  }

  /**
   * Opens a stream. It reports all changes from now on: the first reading is over when this returns.
   * @throws OcciError OVERLOADED when too many streams are open; as oned refuses.
   */
  async listen({ user, session, firstOned, oned, signal }: ListenRequest): Promise<EventListener> {
    const parts = await loadParts();
    this.#admit(user);
    const { pollEvery, longest } = this.#limits;
    const listener = new parts.EventListener({ retry: pollEvery, signal });
    const over = setTimeout(() => listener.end(), longest);
    const watch = this.#join(parts, session, listener, firstOned, oned);
    this.#users.set(user, (this.#users.get(user) ?? 0) + 1);
    this.#listeners.add(listener);
    this.#beat ??= setInterval(() => this.#beatAll(), this.#limits.beatEvery);
    void listener.ended.then(() => {
      clearTimeout(over);
      this.#leave(session, watch, listener, user);
    });
    try {
      await watch.begun;
      return listener;
    } catch (error) {
      listener.end();
      throw error;
    }
  }

  /** Ends all streams: their clients connect again. */
  endAll(): void {
    for (const listener of [...this.#listeners]) listener.end();
  }

  /** Ends all streams, and opens no more. */
  close(): void {
    this.#isClosed = true;
    this.endAll();
  }

  #admit(user: string): void {
    const { perUser, inAll } = this.#limits;
    const refuse = (message: string, hint: string): never => {
      throw new OcciError("OVERLOADED", message, { hint, retryAfter: RETRY_AFTER });
    };
    if (this.#isClosed) refuse("The server is stopping.", "Listen again when it has started.");
    if ((this.#users.get(user) ?? 0) >= perUser) {
      refuse("This user has too many event streams open.", `Close some of them: a user can have ${perUser}.`);
    }
    if (this.#listeners.size >= inAll) {
      refuse("Too many event streams are open.", "Read the lists instead, and listen again later.");
    }
  }

  #join(
    parts: Parts,
    session: Session,
    listener: EventListener,
    firstOned: OnedClient,
    oned: OnedClient,
  ): WatchedSession {
    const known = this.#watches.get(session);
    if (known !== undefined) {
      known.listeners.add(listener);
      return known;
    }
    const begun = parts.readAll(firstOned, session);
    const watch: WatchedSession = { listeners: new Set([listener]), begun };
    this.#watches.set(session, watch);
    begun.then(
      (first) => this.#pollLater(parts, session, watch, oned, first),
      () => this.#endWatch(watch), // each listener gets the error itself
    );
    return watch;
  }

  #leave(session: Session, watch: WatchedSession, listener: EventListener, user: string): void {
    watch.listeners.delete(listener);
    this.#listeners.delete(listener);
    const left = (this.#users.get(user) ?? 1) - 1;
    if (left === 0) this.#users.delete(user);
    else this.#users.set(user, left);
    if (watch.listeners.size === 0) {
      clearTimeout(watch.timer);
      if (this.#watches.get(session) === watch) this.#watches.delete(session);
    }
    if (this.#listeners.size === 0) {
      clearInterval(this.#beat);
      this.#beat = undefined;
    }
  }

  #pollLater(parts: Parts, session: Session, watch: WatchedSession, oned: OnedClient, before: Reading): void {
    if (watch.listeners.size === 0) return;
    const { pollEvery } = this.#limits;
    // After a restart all clients come back at once: their first pauses differ, so that oned is asked in turns from then on.
    const pause = watch.timer === undefined ? pollEvery * (1 - Math.random() / 2) : pollEvery;
    watch.timer = setTimeout(() => void this.#poll(parts, session, watch, oned, before), pause);
  }

  async #poll(parts: Parts, session: Session, watch: WatchedSession, oned: OnedClient, before: Reading): Promise<void> {
    let now = before;
    try {
      now = await parts.readAll(oned, session, before.machines);
      const changes = parts.changesBetween(before, now);
      for (const listener of [...watch.listeners]) listener.push(changes);
    } catch (error) {
      // A reading that fails is repeated later, unless the login is not accepted any more.
      if (isRefused(error)) return this.#endWatch(watch);
    }
    this.#pollLater(parts, session, watch, oned, now);
  }

  #endWatch(watch: WatchedSession): void {
    for (const listener of [...watch.listeners]) listener.end();
  }

  #beatAll(): void {
    for (const listener of [...this.#listeners]) listener.beat();
  }
}

function isRefused(error: unknown): boolean {
  return !(error instanceof OcciError) || error.status === 401 || error.status === 403;
}
