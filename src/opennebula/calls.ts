/**
 * Calls on their way to oned: bounded and fair, with deadlines; reads may be retried, changes are only while nothing can
 * have been done.
 */
import { type Clock, systemClock } from "../clock.ts";
import { OcciError } from "../errors.ts";
import { Addresses, type Answered } from "./addresses.ts";
import { ByteBudget } from "./byte-budget.ts";
import { changeError, RETRY_AFTER, readError } from "./call-error.ts";
import type { Session } from "./client.ts";
import { waitsForDriver } from "./driver-calls.ts";
import { FairQueue } from "./fair-queue.ts";
import { LeaderWatch } from "./leader-watch.ts";
import { userOf } from "./server-session.ts";
import { ExchangeFailure } from "./transport.ts";

export interface CallOptions {
  /** Tried in this order when one does not answer. */
  readonly urls: readonly string[];
  /** Authorities for https as PEM texts. */
  readonly ca?: readonly string[] | undefined;
  /** Calls at once. */
  readonly connections: number;
  /** Milliseconds: for the exchange, and as long again at most for a place in the queue. */
  readonly timeout: number;
  /** The same for calls that wait for a driver; `timeout` if not given. */
  readonly driverTimeout?: number;
  /** Bytes: all answers in memory together. */
  readonly answerLimit: number;
  /** Milliseconds that a change waits, at most, for servers of oned that have no leader. 0 when absent. */
  readonly wait?: number;
  readonly clock?: Clock;
  /** Told when oned makes no changes any more, and with undefined when it does again. */
  readonly onReadOnly?: (reason: string | undefined) => void;
  /** Told after each call, for logs. */
  readonly onCall?: (method: string, milliseconds: number, outcome: string) => void;
}

/** Of the connections so many are never taken by calls that wait for a driver: other calls go on meanwhile. */
const SPARE = 2;

/** Waits in line for a place, for `patience` milliseconds. */
async function placeInLine(queue: FairQueue, session: Session, patience: number): Promise<() => void> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), patience);
  try {
    return await queue.enter(userOf(session), controller.signal);
  } catch (cause) {
    throw new OcciError("OVERLOADED", "Too many requests wait for OpenNebula.", { retryAfter: RETRY_AFTER, cause });
  } finally {
    clearTimeout(timer);
  }
}

/** Runs `work` in a place of the queue. */
async function queued<T>(queue: FairQueue, session: Session, patience: number, work: () => Promise<T>): Promise<T> {
  // The usual case is a free place: no timer is made for it.
  const leave = queue.tryEnter() ?? (await placeInLine(queue, session, patience));
  try {
    return await work();
  } finally {
    leave();
  }
}

/** Between two tries of a change that waits for a leader, milliseconds: an election takes some five seconds. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 500;

/** How a read is asked. */
export interface Asking {
  /** Index of the only address that may answer. */
  readonly at?: number | undefined;
  /** Told when the call has its place and is on its way. */
  readonly begins?: () => void;
}

/** The way to oned for calls that are written already. */
export interface Calls {
  readonly addresses: number;
  readonly leader: LeaderWatch;
  /** Calls on their way, and calls that wait for a place. */
  readonly load: { readonly running: number; readonly waiting: number };
  isFullFor(user: string, most: number): boolean;
  /** @throws OcciError for trouble on the way. */
  read(session: Session, method: string, body: string, asking?: Asking): Promise<Answered>;
  /**
   * Sends a change; again only while nothing was done for want of a leader, until the wait is over.
   * @throws OcciError as `read`; OUTCOME_UNKNOWN when it may have been carried out.
   */
  change(session: Session, method: string, body: string): Promise<Answered>;
}

/** Nothing is sent before the first call. */
export function createCalls(options: CallOptions): Calls {
  const queue = new FairQueue(options.connections);
  const drivers = new FairQueue(Math.max(1, options.connections - SPARE));
  const budget = new ByteBudget(options.answerLimit);
  const clock = options.clock ?? systemClock;
  const leader = new LeaderWatch(clock, options.onReadOnly);
  const addresses = new Addresses(options.urls, { ca: options.ca, budget });

  async function call(
    session: Session,
    method: string,
    body: string,
    repeatable: boolean,
    { at, begins }: Asking = {},
  ): Promise<Answered> {
    const started = performance.now();
    const report = (outcome: string) => options.onCall?.(method, performance.now() - started, outcome);
    const slow = waitsForDriver(method);
    const timeout = slow ? (options.driverTimeout ?? options.timeout) : options.timeout;
    const inPlace = () =>
      queued(queue, session, timeout, async () => {
        begins?.();
        try {
          return await addresses.ask(body, repeatable, timeout, at);
        } catch (error) {
          // A broken connection says nothing about oned's health: a restart of it looks the same.
          const again = repeatable && error instanceof ExchangeFailure && error.kind === "broken";
          if (!again) throw error;
          return await addresses.ask(body, repeatable, timeout, at);
        }
      });
    try {
      const answered = await (slow ? queued(drivers, session, timeout, inPlace) : inPlace());
      report("answered");
      return answered;
    } catch (error) {
      report(error instanceof ExchangeFailure ? error.kind : "refused");
      if (error instanceof ExchangeFailure) leader.failed(error);
      throw error;
    }
  }

  return {
    addresses: addresses.count,
    leader,
    isFullFor: (user, most) => queue.isFullFor(user, most),
    get load() {
      return { running: queue.running, waiting: queue.waiting };
    },

    async read(session, method, body, asking) {
      try {
        return await call(session, method, body, true, asking);
      } catch (error) {
        throw error instanceof ExchangeFailure ? readError(error) : error;
      }
    },

    async change(session, method, body) {
      const end = clock.now() + (options.wait ?? 0);
      for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
        try {
          return await call(session, method, body, false);
        } catch (error) {
          if (!(error instanceof ExchangeFailure)) throw error;
          const left = end - clock.now();
          if (error.kind !== "no-leader" || left <= 0) throw changeError(error, method);
          await clock.sleep(Math.min(pause, left));
        }
      }
    },
  };
}
