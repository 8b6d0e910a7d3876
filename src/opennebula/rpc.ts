/** The connection to oned: bounded and fair, with deadlines; reads may be retried, changes never are. */
import { OcciError } from "../errors.ts";
import { answerError } from "./answer-error.ts";
import { ByteBudget } from "./byte-budget.ts";
import type { OnedConnection, PoolAnswer, Session } from "./client.ts";
import { waitsForDriver } from "./driver-calls.ts";
import { FairQueue } from "./fair-queue.ts";
import { userOf } from "./server-session.ts";
import { ExchangeFailure, exchange, type Received, type TransportOptions } from "./transport.ts";
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
  /** Told after each call, for logs. */
  readonly onCall?: (method: string, milliseconds: number, outcome: string) => void;
}

const RETRY_AFTER = 5;
/** Of the connections so many are never taken by calls that wait for a driver: other calls go on meanwhile. */
const SPARE = 2;

function readError(failure: ExchangeFailure): OcciError {
  if (failure.kind === "timeout") {
    return new OcciError("ONED_TIMEOUT", "OpenNebula did not answer in time.", { cause: failure });
  }
  if (failure.kind === "not-oned") {
    return new OcciError("ONED_DAMAGED_ANSWER", "What answers in OpenNebula's place is not OpenNebula.", {
      hint: "The administrator should look at ONE_XMLRPC.",
      cause: failure,
    });
  }
  return new OcciError("ONED_UNREACHABLE", "OpenNebula cannot be reached at the moment.", {
    retryAfter: RETRY_AFTER,
    cause: failure,
  });
}

function changeError(failure: ExchangeFailure, method: string): OcciError {
  if (!failure.sent) return readError(failure);
  return new OcciError("OUTCOME_UNKNOWN", "OpenNebula got the request, but its answer was lost.", {
    hint: `It may or may not have been carried out (${method}): look at the resource or its list before you repeat it.`,
    cause: failure,
  });
}

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

/** Connects to oned. Nothing is sent before the first call. */
export function createRpc(options: RpcOptions): Rpc {
  const queue = new FairQueue(options.connections);
  const drivers = new FairQueue(Math.max(1, options.connections - SPARE));
  const budget = new ByteBudget(options.answerLimit);
  const waitingReads = new WaitingReads<string>();
  const waitingPools = new WaitingReads<Received>();
  const transport: Omit<TransportOptions, "timeout"> = { ca: options.ca, budget };
  /** Index of the URL that answered last, or that follows one which was silent: the first to be tried. */
  let preferred = 0;

  /** Tries each URL once, from the preferred one on; goes on only while the request cannot have had an effect. */
  async function tryUrls(body: string, repeatable: boolean, timeout: number): Promise<Received> {
    const first = preferred;
    let last: unknown;
    for (let i = 0; i < options.urls.length; i++) {
      const index = (first + i) % options.urls.length;
      try {
        const received = await exchange(options.urls[index] as string, body, { ...transport, timeout });
        preferred = index;
        return received;
      } catch (error) {
        last = error;
        const failed = error instanceof ExchangeFailure ? error : undefined;
        // A host that is gone refuses nothing, it is silent: no later call shall wait for it again.
        if (failed?.kind === "timeout") preferred = (index + 1) % options.urls.length;
        if (failed === undefined || (failed.sent && !repeatable)) break;
      }
    }
    throw last;
  }

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
          return await tryUrls(body, repeatable, timeout);
        } catch (error) {
          // A broken connection says nothing about oned's health: a restart of it looks the same.
          const again = repeatable && error instanceof ExchangeFailure && error.kind === "broken";
          if (!again) throw error;
          return await tryUrls(body, repeatable, timeout);
        }
      });
    try {
      const received = await (slow ? queued(drivers, session, timeout, inPlace) : inPlace());
      report("answered");
      return received;
    } catch (error) {
      report(error instanceof ExchangeFailure ? error.kind : "refused");
      if (!(error instanceof ExchangeFailure)) throw error;
      throw repeatable ? readError(error) : changeError(error, method);
    }
  }

  function payload(answer: Answer): string | number {
    if (!answer.ok) throw answerError(answer.code, answer.message);
    return answer.payload;
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
      const received = await call(session, method, encodeCall(method, session, parameters), false);
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
