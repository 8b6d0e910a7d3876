/**
 * The connection to oned: bounded and fair, with deadlines; reads may be retried, changes are only while nothing can have
 * been done.
 */
import { type Clock, systemClock } from "../clock.ts";
import { OcciError } from "../errors.ts";
import { Addresses } from "./addresses.ts";
import { answerError } from "./answer-error.ts";
import { ByteBudget } from "./byte-budget.ts";
import { changeError, RETRY_AFTER, readError } from "./call-error.ts";
import type { OnedConnection, PoolAnswer, Session } from "./client.ts";
import { waitsForDriver } from "./driver-calls.ts";
import { FairQueue } from "./fair-queue.ts";
import { forwardingFailure } from "./forwarding.ts";
import { userOf } from "./server-session.ts";
import { ExchangeFailure, type Received } from "./transport.ts";
import { type Joined, WaitingReads } from "./waiting-reads.ts";
import { type Answer, decodeAnswer, decodeAnswers, encodeCall, encodeCalls, sliceStringPayload } from "./xmlrpc.ts";

export interface RpcOptions {
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

/** A client, and how much it has to do. */
export interface Rpc extends OnedConnection {
  /** Calls on their way, and calls that wait for a place. */
  readonly load: { readonly running: number; readonly waiting: number };
}

/** Between two tries of a change that waits for a leader, milliseconds: an election takes some five seconds. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 500;

/** Connects to oned. Nothing is sent before the first call. */
export function createRpc(options: RpcOptions): Rpc {
  const queue = new FairQueue(options.connections);
  const drivers = new FairQueue(Math.max(1, options.connections - SPARE));
  const budget = new ByteBudget(options.answerLimit);
  const clock = options.clock ?? systemClock;
  const waitingReads = new WaitingReads<string>();
  const waitingPools = new WaitingReads<Received>();
  const addresses = new Addresses(options.urls, { ca: options.ca, budget });

  /** `begins` is told when the call has its place and is on its way. */
  async function call(
    session: Session,
    method: string,
    body: string,
    repeatable: boolean,
    begins?: () => void,
  ): Promise<Received> {
    const started = performance.now();
    const report = (outcome: string) => options.onCall?.(method, performance.now() - started, outcome);
    const slow = waitsForDriver(method);
    const timeout = slow ? (options.driverTimeout ?? options.timeout) : options.timeout;
    const inPlace = () =>
      queued(queue, session, timeout, async () => {
        begins?.();
        try {
          return await addresses.ask(body, repeatable, timeout);
        } catch (error) {
          // A broken connection says nothing about oned's health: a restart of it looks the same.
          const again = repeatable && error instanceof ExchangeFailure && error.kind === "broken";
          if (!again) throw error;
          return await addresses.ask(body, repeatable, timeout);
        }
      });
    try {
      const received = await (slow ? queued(drivers, session, timeout, inPlace) : inPlace());
      report("answered");
      return received;
    } catch (error) {
      report(error instanceof ExchangeFailure ? error.kind : "refused");
      throw error instanceof ExchangeFailure && repeatable ? readError(error) : error;
    }
  }

  /** A change is sent again only while nothing was done for want of a leader, until the wait is over. */
  async function callLeader(session: Session, method: string, body: string): Promise<Received> {
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
  }

  function payload(answer: Answer): string | number {
    if (answer.ok) return answer.payload;
    const failure = forwardingFailure(answer.code, answer.message);
    throw failure === undefined ? answerError(answer.code, answer.message) : readError(failure);
  }

  return {
    isFullFor: (user, most) => queue.isFullFor(user, most),
    get load() {
      return { running: queue.running, waiting: queue.waiting };
    },

    async read(session, method, ...parameters) {
      const body = encodeCall(method, session, parameters);
      const { answer } = await waitingReads.join(body, async (begins) => {
        const received = await call(session, method, body, true, begins);
        try {
          return String(payload(decodeAnswer(received.body)));
        } finally {
          received.release();
        }
      });
      return answer;
    },

    async readPool(session, method, ...parameters): Promise<PoolAnswer> {
      const body = encodeCall(method, session, parameters);
      const run = (begins: () => void) => call(session, method, body, true, begins);
      const received = shareOf(await waitingPools.join(body, run));
      const encoded = sliceStringPayload(received.body);
      if (encoded !== undefined) return { encoded, release: () => received.release() };
      try {
        payload(decodeAnswer(received.body));
        throw new OcciError("ONED_DAMAGED_ANSWER", "OpenNebula's answer holds no list.");
      } finally {
        received.release();
      }
    },

    async readMany(session, calls) {
      const body = encodeCalls(session, calls);
      const received = await call(session, "system.multicall", body, true);
      try {
        return decodeAnswers(received.body, calls.length).map((answer) => String(payload(answer)));
      } finally {
        received.release();
      }
    },

    async change(session, method, ...parameters) {
      const received = await callLeader(session, method, encodeCall(method, session, parameters));
      try {
        return payload(changed(received, method));
      } finally {
        received.release();
      }
    },
  };
}

/** One of several who have the same bytes: they are given back by the last. */
function shareOf({ answer, sharers }: Joined<Received>): Received {
  let held = true;
  return {
    body: answer.body,
    release() {
      if (!held) return;
      held = false;
      if (--sharers.count === 0) answer.release();
    },
  };
}

/** A damaged answer to a change: oned did something, but what it did is not known. */
function changed(received: Received, method: string): Answer {
  try {
    return decodeAnswer(received.body);
  } catch (cause) {
    throw changeError(new ExchangeFailure("broken", true, "damaged answer", cause), method);
  }
}
