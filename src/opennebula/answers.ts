/** Reads answers of oned. Their bytes are returned to the budget, even if they cannot be read. */
import type { OcciError } from "../errors.ts";
import { SMALL, trimmed } from "../xml/trim.ts";
import { answerError } from "./answer-error.ts";
import { readError } from "./call-error.ts";
import { forwardingFailure } from "./forwarding.ts";
import type { RecentTexts } from "./recent-texts.ts";
import type { Received } from "./transport.ts";
import { type Answer, decodeAnswer, decodePayload, type Slice, sliceStringPayload } from "./xmlrpc.ts";

/** Called with the parts of an object that were left out. */
export type OnCut = (parts: readonly string[]) => void;

/** @throws OcciError for an error answer of oned. */
function payload(answer: Answer): string | number {
  if (answer.ok) return answer.payload;
  throw refusal(answer);
}

/** @throws as `payload`. */
export function payloadIn(slice: Slice): Uint8Array {
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
export function textOf(
  received: Received,
  key: string | undefined,
  recent: RecentTexts,
  onCut?: OnCut,
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

async function trimmedText(received: Received, encoded: Uint8Array, onCut?: OnCut): Promise<string> {
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
export function payloadOf(received: Received, damage: (cause: unknown) => unknown = (cause) => cause): string | number {
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

/** One of several who have the same bytes: they are given back by the last. */
export function shareOf(answer: Received, sharers: { count: number }): Received {
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
