/**
 * Calls on their way to oned: bounded and fair, with deadlines; reads may be retried, changes are only while nothing
 * can have been done.
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

/** This many connections are never used by calls that wait for a driver, so that other calls can go on. */
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

/** Milliseconds after which an answer is late. */
const SILENCE = 2_000;
/** Milliseconds that one address has to answer whether it has a leader: it answers at once, or waits for one itself. */
const LEADER_TIMEOUT = 1_500;
/** Answered by a leader only, to everybody, and it changes nothing. */
export const ASK_LEADER = ["one.system.version"] as const;

/** Between two tries of a change that waits for a leader, milliseconds: an election takes some five seconds. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 500;

/** How a read is sent. */
export interface ReadOptions {
  /** Index of the only address that may answer. */
  readonly at?: number | undefined;
  /** Called when the call has its place and is on its way. */
  readonly begins?: () => void;
}

interface SendOptions {
  /** Milliseconds; that of the method by default. */
  readonly timeout?: number;
  readonly begins?: (() => void) | undefined;
  /** The error that is thrown in place of a failure. */
  readonly explain?: (failure: ExchangeFailure) => OcciError;
}

/** The queues that calls have to go through, in their order. */
interface Ways {
  readonly reads: readonly FairQueue[];
  readonly changes: readonly FairQueue[];
  /** Changes all of them. */
  readonly drivers: readonly FairQueue[];
}

function isBroken(error: unknown): boolean {
  return error instanceof ExchangeFailure && error.kind === "broken";
}

/** The way to oned for calls that are encoded already. Nothing is sent before the first call. */
export class Calls {
  readonly leader: LeaderWatch;
  readonly #options: CallOptions;
  readonly #clock: Clock;
  readonly #addresses: Addresses;
  readonly #all: FairQueue;
  readonly #ways: Ways;

  constructor(options: CallOptions) {
    const { connections, answerLimit, urls, ca, silence = SILENCE, clock = systemClock, onReadOnly } = options;
    this.#options = options;
    this.#clock = clock;
    this.#all = new FairQueue(connections);
    const changes = new FairQueue(Math.max(1, connections - 1));
    const drivers = new FairQueue(Math.max(1, connections - SPARE));
    this.#ways = { reads: [this.#all], changes: [changes, this.#all], drivers: [drivers, changes, this.#all] };
    this.leader = new LeaderWatch(clock, onReadOnly);
    this.#addresses = new Addresses({ urls, silence, ca, budget: new ByteBudget(answerLimit) });
  }

  /** How many addresses oned has. */
  get addresses(): number {
    return this.#addresses.count;
  }

  /** Calls on their way, and calls that wait for a place. */
  get load(): { readonly running: number; readonly waiting: number } {
    return { running: this.#all.running, waiting: this.#all.waiting };
  }

  isFullFor(user: string, most: number): boolean {
    return this.#all.isFullFor(user, most);
  }

  /** @throws OcciError for trouble on the way. */
  read(session: Session, method: string, body: string, { at, begins }: ReadOptions = {}): Promise<Answered> {
    return this.#send(session, method, { body, repeatable: true, at }, { begins, explain: readError });
  }

  /**
   * Sends a change; again only while nothing was done for want of a leader, until the wait is over.
   * @throws OcciError as `read`; OUTCOME_UNKNOWN when it may have been carried out.
   */
  async change(session: Session, method: string, body: string): Promise<Answered> {
    const end = this.#clock.now() + (this.#options.wait ?? 0);
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
      const outcome = await this.#changeOnce(session, method, body);
      if (!(outcome instanceof ExchangeFailure)) return outcome;
      const left = end - this.#clock.now();
      if (outcome.kind !== "no-leader" || left <= 0) throw changeError(outcome, method);
      await this.#clock.sleep(Math.min(pause, left));
    }
  }

  /** Sends a change once. @returns why it was not carried out, where nothing was done. */
  async #changeOnce(session: Session, method: string, body: string): Promise<Answered | ExchangeFailure> {
    if (this.addresses > 1 && this.leader.doubted) {
      const found = await this.leader.search(() => this.#findLeader(session));
      if (found instanceof ExchangeFailure) return found.kind === "unreachable" ? found : notSent(found);
    }
    const onLate = waitsForDriver(method) ? undefined : () => this.leader.doubt();
    try {
      return await this.#send(session, method, { body, repeatable: false, onLate });
    } catch (error) {
      if (!(error instanceof ExchangeFailure)) throw error;
      this.leader.failed(error);
      if (error.sent) throw changeError(error, method);
      return error;
    }
  }

  /** Sends a read that only a leader answers. */
  async #findLeader(session: Session): Promise<Sighting> {
    const [method] = ASK_LEADER;
    try {
      const sending = { body: encodeCall(method, session, []), repeatable: true, patient: true };
      const received = await this.#send(session, method, sending, { timeout: LEADER_TIMEOUT });
      const answer = decodeAnswer(received.body);
      received.release();
      if (!answer.ok) return "refused";
      this.leader.answered();
      return "seen";
    } catch (error) {
      if (!(error instanceof ExchangeFailure)) throw error;
      this.leader.failed(error);
      return error;
    }
  }

  /** Waits for a place in every queue that the method has to go through, sends the call, and reports its outcome. */
  async #send(
    session: Session,
    method: string,
    { body, repeatable, at, patient, onLate }: Omit<Sending, "timeout">,
    { timeout = this.#timeoutOf(method), begins, explain }: SendOptions = {},
  ): Promise<Answered> {
    const started = performance.now();
    const sending = { body, repeatable, at, patient, onLate, timeout };
    const places: (() => void)[] = [];
    let outcome = "refused";
    try {
      for (const queue of this.#queuesOf(method, sending)) {
        // The usual case is a free place: no timer is made for it.
        places.push(queue.tryEnter() ?? (await placeInLine(queue, session, timeout)));
      }
      begins?.();
      const answered = await this.#addresses.ask(sending).catch((failure) => {
        // A broken connection says nothing about oned's health: a restart of it looks the same.
        if (!sending.repeatable || !isBroken(failure)) throw failure;
        return this.#addresses.ask(sending);
      });
      outcome = "answered";
      return answered;
    } catch (error) {
      if (!(error instanceof ExchangeFailure)) throw error;
      outcome = error.kind;
      throw explain?.(error) ?? error;
    } finally {
      for (const leave of places.reverse()) leave();
      this.#options.onCall?.(method, performance.now() - started, outcome);
    }
  }

  /** In the order in which places are taken, so that nobody who waits for a driver or a change holds a connection. */
  #queuesOf(method: string, { repeatable }: Pick<Sending, "repeatable">): readonly FairQueue[] {
    if (repeatable) return this.#ways.reads;
    return waitsForDriver(method) ? this.#ways.drivers : this.#ways.changes;
  }

  #timeoutOf(method: string): number {
    const { timeout, driverTimeout = timeout } = this.#options;
    return waitsForDriver(method) ? driverTimeout : timeout;
  }
}

/** For a change that was held back: whatever the search for a leader has found, nothing was done. */
function notSent(cause: ExchangeFailure): ExchangeFailure {
  return new ExchangeFailure(cause.kind === "stopped" ? "stopped" : "no-leader", false, cause.message, cause);
}
