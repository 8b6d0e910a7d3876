/** The connection to oned: calls written and answers read. */
import { systemClock } from "../clock.ts";
import { OcciError } from "../errors.ts";
import { SMALL, trimmed } from "../xml/trim.ts";
import { answerError } from "./answer-error.ts";
import { changeError, readError } from "./call-error.ts";
import { ASK_LEADER, type CallOptions, Calls } from "./calls.ts";
import type { CallOf, OnedConnection, PoolAnswer, Session } from "./client.ts";
import { waitsForDriver } from "./driver-calls.ts";
import { forwardingFailure } from "./forwarding.ts";
import { OwnChanges } from "./own-changes.ts";
import { RecentTexts } from "./recent-texts.ts";
import { ExchangeFailure, type Received } from "./transport.ts";
import { WaitingReads } from "./waiting-reads.ts";
import {
  type Answer,
  decodeAnswer,
  decodePayload,
  encodeCall,
  encodeCalls,
  type Slice,
  sliceAnswers,
  sliceStringPayload,
} from "./xmlrpc.ts";

export interface RpcOptions extends CallOptions {
  /** Called when an object holds more than is read of it. @param parts of it of which something is left out. */
  readonly onCut?: (method: string, parts: readonly string[]) => void;
}

/** A client, and how much it has to do. */
export interface Rpc extends OnedConnection {
  /** Calls on their way, and calls that wait for a place. */
  readonly load: { readonly running: number; readonly waiting: number };
  /** Why oned makes no changes, as the last calls have found; undefined when it does, or when nobody has tried lately. */
  readonly readOnly: string | undefined;
}

/** Reads that come again and again. Documents of users are not kept: they hold login tokens. */
const REMEMBERED: ReadonlySet<string> = new Set(["one.vm.info", "one.image.info", "one.vn.info"]);

/** Connects to oned. Nothing is sent before the first call. */
export function createRpc(options: RpcOptions): Rpc {
  const calls = new Calls(options);
  const texts = new RecentTexts();
  const waitingReads = new WaitingReads<string>();
  const waitingPools = new WaitingReads<Received>();
  const own = calls.addresses > 1 ? ownChanges() : undefined;

  function ownChanges(): OwnChanges {
    const { wait = 0, clock = systemClock } = options;
    const ask = async (session: Session, [method, ...parameters]: CallOf, at?: number) => {
      const received = await calls.read(session, method, encodeCall(method, session, parameters), { at });
      const payload = String(payloadOf(received));
      if (method === ASK_LEADER[0]) calls.leader.answered();
      return { payload, from: received.from };
    };
    return new OwnChanges({ ask, addresses: calls.addresses, wait, clock });
  }

  /** Runs a read where its user's own changes are seen. */
  function fresh<T>(session: Session, run: (at?: number) => Promise<T>): Promise<T> {
    return own === undefined ? run() : own.read(session, run);
  }

  function onCut(method: string): ((parts: readonly string[]) => void) | undefined {
    return options.onCut && ((parts) => options.onCut?.(method, parts));
  }

  async function send(
    session: Session,
    method: string,
    body: string,
  ): Promise<{ payload: string | number; from: number }> {
    const received = await calls.change(session, method, body);
    try {
      const payload = payloadOf(received, (cause) => changeError(damaged(cause), method));
      calls.leader.answered();
      return { payload, from: received.from };
    } catch (error) {
      // Each server looks at the password by itself.
      if (error instanceof OcciError && error.code !== "BAD_CREDENTIALS") calls.leader.answered();
      throw error;
    }
  }

  return {
    isFullFor: (user, most) => calls.isFullFor(user, most),
    get load() {
      return calls.load;
    },
    get readOnly() {
      return calls.leader.reason;
    },

    read(session, method, ...parameters) {
      const body = encodeCall(method, session, parameters);
      const key = REMEMBERED.has(method) ? `${method} ${parameters.join(" ")}` : undefined;
      return fresh(session, (at) => {
        const run = async (begins: () => void): Promise<string> =>
          textOf(await calls.read(session, method, body, { at, begins }), key, texts, onCut(method));
        return waitingReads.join(keyOf(body, at), run).answer;
      });
    },

    readPool(session, method, ...parameters) {
      const body = encodeCall(method, session, parameters);
      return fresh(session, async (at): Promise<PoolAnswer> => {
        const run = (begins: () => void) => calls.read(session, method, body, { at, begins });
        const { answer, sharers } = waitingPools.join(keyOf(body, at), run);
        const received = shareOf(await answer, sharers);
        const encoded = sliceStringPayload(received.body);
        if (encoded !== undefined) return { encoded, release: () => received.release(), onCut: onCut(method) };
        payloadOf(received);
        throw new OcciError("ONED_DAMAGED_ANSWER", "OpenNebula's answer does not hold a list.");
      });
    },

    readMany(session, many) {
      const body = encodeCalls(session, many);
      return fresh(session, async (at) => {
        const received = await calls.read(session, "system.multicall", body, { at });
        try {
          const slices = sliceAnswers(received.body, many.length).map(payloadIn);
          const sharers = { count: slices.length };
          return slices.map((encoded, index): PoolAnswer => {
            const { release } = shareOf(received, sharers);
            return { encoded, release, onCut: onCut(many[index]?.[0] ?? "") };
          });
        } catch (error) {
          received.release();
          throw error;
        }
      });
    },

    async change(session, method, ...parameters) {
      const body = encodeCall(method, session, parameters);
      if (own === undefined) return (await send(session, method, body)).payload;
      try {
        const done = await own.believed(session, waitsForDriver(method), () => send(session, method, body));
        await own.changed(session, method, parameters, done.payload, done.from);
        return done.payload;
      } catch (error) {
        if (error instanceof OcciError && error.code === "OUTCOME_UNKNOWN") own.unknown(session);
        throw error;
      }
    },
  };
}

/** Reads that are asked of one address are not joined with those that any may answer. */
function keyOf(body: string, at: number | undefined): string {
  return at === undefined ? body : `${at} ${body}`;
}

/** @throws OcciError for an error answer of oned. */
function payload(answer: Answer): string | number {
  if (answer.ok) return answer.payload;
  throw refusal(answer);
}

/** @throws as `payload`. */
function payloadIn(slice: Slice): Uint8Array {
  if (slice instanceof Uint8Array) return slice;
  throw refusal(slice);
}

function refusal({ code, message }: Extract<Answer, { ok: false }>): OcciError {
  const failure = forwardingFailure(code, message);
  return failure === undefined ? answerError(code, message) : readError(failure);
}

/**
 * The payload of a read as text, of large objects no more than can be read in one go. Its bytes are given back.
 * @param key of the question, if its answers are remembered.
 * @param onCut called with the parts that were left out.
 */
function textOf(
  received: Received,
  key: string | undefined,
  recent: RecentTexts,
  onCut?: (parts: readonly string[]) => void,
): string | Promise<string> {
  const { body } = received;
  const known = key === undefined ? undefined : recent.get(key, body);
  if (known !== undefined) {
    received.release();
    return known;
  }
  const encoded = sliceStringPayload(body);
  if (encoded === undefined) return String(payloadOf(received));
  if (encoded.length > SMALL) return trimmedText(received, encoded, onCut);
  try {
    const text = decodePayload(encoded);
    if (key !== undefined) recent.set(key, body, text);
    return text;
  } finally {
    received.release();
  }
}

async function trimmedText(
  received: Received,
  encoded: Uint8Array,
  onCut?: (parts: readonly string[]) => void,
): Promise<string> {
  try {
    const left = await trimmed(encoded);
    if (left.cut.length > 0) onCut?.(left.cut);
    return decodePayload(left.encoded);
  } finally {
    received.release();
  }
}

/**
 * The payload of an answer, whose bytes are given back.
 * @param damage the error for an answer that cannot be read, in place of ONED_DAMAGED_ANSWER.
 */
function payloadOf(received: Received, damage: (cause: unknown) => unknown = (cause) => cause): string | number {
  try {
    return payload(decoded(received, damage));
  } finally {
    received.release();
  }
}

function decoded(received: Received, damage: (cause: unknown) => unknown): Answer {
  try {
    return decodeAnswer(received.body);
  } catch (cause) {
    throw damage(cause);
  }
}

/** To a change: oned did something, but what it did is not known. */
function damaged(cause: unknown): ExchangeFailure {
  return new ExchangeFailure("broken", true, "damaged answer", cause);
}

/** One of several who have the same bytes: they are given back by the last. */
function shareOf(answer: Received, sharers: { count: number }): Received {
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
