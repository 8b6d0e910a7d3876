/** The connection to oned: calls written and answers read. */
import { systemClock } from "../clock.ts";
import { OcciError } from "../errors.ts";
import { type OnCut, payloadIn, payloadOf, shareOf, textOf } from "./answers.ts";
import { changeError, isOutcomeUnknown } from "./call-error.ts";
import { ASK_LEADER, type CallOptions, Calls } from "./calls.ts";
import type { CallOf, OnedClient, OnedConnection, PoolAnswer, Session } from "./client.ts";
import { waitsForDriver } from "./driver-calls.ts";
import { OwnChanges } from "./own-changes.ts";
import { RecentTexts } from "./recent-texts.ts";
import { ExchangeFailure, type Received } from "./transport.ts";
import { WaitingReads } from "./waiting-reads.ts";
import { encodeCall, encodeCalls, sliceAnswers, sliceStringPayload } from "./xmlrpc.ts";

export interface RpcOptions extends CallOptions {
  /** Called when an object holds more than is read of it. @param parts of it of which something is left out. */
  readonly onCut?: (method: string, parts: readonly string[]) => void;
}

/** A client, and how much it has to do. */
export interface Rpc extends OnedConnection {
  /** Calls on their way, and calls that wait for a place. */
  readonly load: { readonly running: number; readonly waiting: number };
  /**
   * Why oned makes no changes, as the last calls have found; undefined when it does, or when nobody has tried lately.
   */
  readonly readOnly: string | undefined;
}

/** Connects to oned. Nothing is sent before the first call. */
export function createRpc(options: RpcOptions): Rpc {
  const calls = new Calls(options);
  const own = calls.addresses > 1 ? ownChangesOf(calls, options) : undefined;
  const onCut = (method: string): OnCut | undefined => options.onCut && ((parts) => options.onCut?.(method, parts));
  const reading: Reading = { calls, own, onCut };
  return {
    isFullFor: (user, most) => calls.isFullFor(user, most),
    get load() {
      return calls.load;
    },
    get readOnly() {
      return calls.leader.reason;
    },
    read: textReader(reading),
    readPool: poolReader(reading),
    readMany: severalReader(reading),
    change: changer(calls, own),
  };
}

/** The common parts of all reads. */
interface Reading {
  readonly calls: Calls;
  /** In a zone of several oneds: what users have changed, and which of the oneds knows it. */
  readonly own: OwnChanges | undefined;
  /** The callback of a method for objects that are cut. */
  readonly onCut: (method: string) => OnCut | undefined;
}

function ownChangesOf(calls: Calls, { wait = 0, clock = systemClock }: RpcOptions): OwnChanges {
  const ask = async (session: Session, [method, ...parameters]: CallOf, at?: number) => {
    const received = await calls.read(session, method, encodeCall(method, session, parameters), { at });
    const payload = String(payloadOf(received));
    if (method === ASK_LEADER[0]) calls.leader.answered();
    return { payload, from: received.from };
  };
  return new OwnChanges({ ask, addresses: calls.addresses, wait, clock });
}

/** Runs a read where its user's own changes are seen. */
function fresh<T>(own: OwnChanges | undefined, session: Session, run: (at?: number) => Promise<T>): Promise<T> {
  return own === undefined ? run() : own.read(session, run);
}

/** Reads that are asked of one address are not joined with those that any may answer. */
function keyOf(body: string, at: number | undefined): string {
  return at === undefined ? body : `${at} ${body}`;
}

/** Reads that come again and again. Documents of users are not kept: they hold login tokens. */
const REMEMBERED: ReadonlySet<string> = new Set(["one.vm.info", "one.image.info", "one.vn.info"]);

function textReader({ calls, own, onCut }: Reading): OnedClient["read"] {
  const texts = new RecentTexts();
  const waiting = new WaitingReads<string>();
  return (session, method, ...parameters) => {
    const body = encodeCall(method, session, parameters);
    const key = REMEMBERED.has(method) ? `${method} ${parameters.join(" ")}` : undefined;
    return fresh(own, session, (at) => {
      const run = async (begins: () => void): Promise<string> =>
        textOf(await calls.read(session, method, body, { at, begins }), key, texts, onCut(method));
      return waiting.join(keyOf(body, at), run).answer;
    });
  };
}

function poolReader({ calls, own, onCut }: Reading): OnedClient["readPool"] {
  const waiting = new WaitingReads<Received>();
  return (session, method, ...parameters) => {
    const body = encodeCall(method, session, parameters);
    return fresh(own, session, async (at): Promise<PoolAnswer> => {
      const run = (begins: () => void) => calls.read(session, method, body, { at, begins });
      const { answer, sharers } = waiting.join(keyOf(body, at), run);
      const received = shareOf(await answer, sharers);
      const encoded = sliceStringPayload(received.body);
      if (encoded !== undefined) return { encoded, release: () => received.release(), onCut: onCut(method) };
      payloadOf(received);
      throw new OcciError("ONED_DAMAGED_ANSWER", "OpenNebula's answer does not contain a list.");
    });
  };
}

function severalReader({ calls, own, onCut }: Reading): OnedClient["readMany"] {
  return (session, many) => {
    const body = encodeCalls(session, many);
    return fresh(own, session, async (at) => {
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
  };
}

function changer(calls: Calls, own: OwnChanges | undefined): OnedClient["change"] {
  return async (session, method, ...parameters) => {
    const body = encodeCall(method, session, parameters);
    if (own === undefined) return (await sendChange(calls, session, method, body)).payload;
    try {
      const send = () => sendChange(calls, session, method, body);
      const done = await own.believed(session, waitsForDriver(method), send);
      await own.changed(session, method, parameters, done.payload, done.from);
      return done.payload;
    } catch (error) {
      if (isOutcomeUnknown(error)) own.unknown(session);
      throw error;
    }
  };
}

async function sendChange(
  calls: Calls,
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

/** To a change: oned did something, but what it did is not known. */
function damaged(cause: unknown): ExchangeFailure {
  return new ExchangeFailure("broken", true, "damaged answer", cause);
}
