/**
 * Calls on their way to oned: bounded and fair, with deadlines; reads may be retried, changes are only while nothing can
 * have been done.
 */
import { type Clock, systemClock } from "../clock.ts";
import { OcciError } from "../errors.ts";
import { Addresses, type Answered, type Sending } from "./addresses.ts";
import { ByteBudget } from "./byte-budget.ts";
import { changeError, RETRY_AFTER, readError } from "./call-error.ts";
import type { Session } from "./client.ts";
import { waitsForDriver } from "./driver-calls.ts";
import { FairQueue } from "./fair-queue.ts";
import { LeaderWatch, type Sighting } from "./leader-watch.ts";
import { userOf } from "./server-session.ts";
import { ExchangeFailure } from "./transport.ts";
import { decodeAnswer, encodeCall } from "./xmlrpc.ts";

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
  /** Milliseconds after which one of several addresses is asked for a sign of life. 2 s when absent. */
  readonly silence?: number;
  /** Called when oned does not make changes any more, and with undefined when it does again. */
  readonly onReadOnly?: (reason: string | undefined) => void;
  /** Called after each call, for logs. */
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
    throw new OcciError("OVERLOADED", "Too many requests are waiting for OpenNebula.", {
      retryAfter: RETRY_AFTER,
      cause,
    });
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

/** Milliseconds after which an answer is late. */
const SILENCE = 2_000;
/** Milliseconds that one address has to answer whether it has a leader: it answers at once, or waits for one itself. */
const LEADER_TIMEOUT = 1_500;
/** Answered by a leader only, to everybody, and it changes nothing. */
export const ASK_LEADER = ["one.system.version"] as const;

/** Between two tries of a change that waits for a leader, milliseconds: an election takes some five seconds. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 500;

/** How a read is asked. */
export interface Asking {
  /** Index of the only address that may answer. */
  readonly at?: number | undefined;
  /** Called when the call has its place and is on its way. */
  readonly begins?: () => void;
}

interface More {
  readonly timeout?: number;
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
  const changes = new FairQueue(Math.max(1, options.connections - 1));
  const drivers = new FairQueue(Math.max(1, options.connections - SPARE));
  const budget = new ByteBudget(options.answerLimit);
  const clock = options.clock ?? systemClock;
  const leader = new LeaderWatch(clock, options.onReadOnly);
  const addresses = new Addresses({ urls: options.urls, silence: options.silence ?? SILENCE, ca: options.ca, budget });

  async function call(session: Session, method: string, sending: Omit<Sending, "timeout">, more: More = {}) {
    const started = performance.now();
    const report = (outcome: string) => options.onCall?.(method, performance.now() - started, outcome);
    const slow = waitsForDriver(method);
    const timeout = more.timeout ?? (slow ? (options.driverTimeout ?? options.timeout) : options.timeout);
    const inPlace = () =>
      queued(queue, session, timeout, async () => {
        more.begins?.();
        try {
          return await addresses.ask({ ...sending, timeout });
        } catch (error) {
          // A broken connection says nothing about oned's health: a restart of it looks the same.
          const again = sending.repeatable && error instanceof ExchangeFailure && error.kind === "broken";
          if (!again) throw error;
          return await addresses.ask({ ...sending, timeout });
        }
      });
    const inTurn = () => (sending.repeatable ? inPlace() : queued(changes, session, timeout, inPlace));
    try {
      const answered = await (slow ? queued(drivers, session, timeout, inTurn) : inTurn());
      report("answered");
      return answered;
    } catch (error) {
      report(error instanceof ExchangeFailure ? error.kind : "refused");
      throw error;
    }
  }

  /** Asks for a leader what can be repeated. */
  async function sight(session: Session): Promise<Sighting> {
    const body = encodeCall(ASK_LEADER[0], session, []);
    try {
      const sending = { body, repeatable: true, patient: true };
      const received = await call(session, ASK_LEADER[0], sending, { timeout: LEADER_TIMEOUT });
      const answer = decodeAnswer(received.body);
      received.release();
      if (!answer.ok) return "refused";
      leader.answered();
      return "seen";
    } catch (error) {
      if (!(error instanceof ExchangeFailure)) throw error;
      leader.failed(error);
      return error;
    }
  }

  /** Sends a change once. @returns why it was not carried out, where nothing was done. */
  async function once(session: Session, method: string, body: string): Promise<Answered | ExchangeFailure> {
    if (addresses.count > 1 && leader.doubted) {
      const found = await leader.search(() => sight(session));
      if (found instanceof ExchangeFailure) return found.kind === "unreachable" ? found : notSent(found);
    }
    const onLate = waitsForDriver(method) ? undefined : () => leader.doubt();
    try {
      return await call(session, method, { body, repeatable: false, onLate });
    } catch (error) {
      if (!(error instanceof ExchangeFailure)) throw error;
      leader.failed(error);
      if (error.sent) throw changeError(error, method);
      return error;
    }
  }

  return {
    addresses: addresses.count,
    leader,
    isFullFor: (user, most) => queue.isFullFor(user, most),
    get load() {
      return { running: queue.running, waiting: queue.waiting };
    },

    async read(session, method, body, { at, begins } = {}) {
      try {
        return await call(session, method, { body, repeatable: true, at }, begins === undefined ? {} : { begins });
      } catch (error) {
        throw error instanceof ExchangeFailure ? readError(error) : error;
      }
    },

    async change(session, method, body) {
      const end = clock.now() + (options.wait ?? 0);
      for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
        const outcome = await once(session, method, body);
        if (!(outcome instanceof ExchangeFailure)) return outcome;
        const left = end - clock.now();
        if (outcome.kind !== "no-leader" || left <= 0) throw changeError(outcome, method);
        await clock.sleep(Math.min(pause, left));
      }
    },
  };
}

/** Of a change that was kept back: whatever became of the look for a leader, nothing was done. */
function notSent(cause: ExchangeFailure): ExchangeFailure {
  return new ExchangeFailure(cause.kind === "stopped" ? "stopped" : "no-leader", false, cause.message, cause);
}
