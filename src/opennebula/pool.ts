/** Reads the members of a pool answer one batch at a time, and gives its bytes back at the end. */
import type { Asked } from "../xml/asked.ts";
import { type IdAndName, type PoolOptions, readPool, readPoolNames, readPoolRecords } from "../xml/pool.ts";
import { type Digest, type DigestOptions, readPoolDigests } from "../xml/pool-digests.ts";
import { readRecord, type XmlRecord } from "../xml/record.ts";
import { trimmed } from "../xml/trim.ts";
import type { OnedClient, Parameter, PoolAnswer, Session } from "./client.ts";
import { type IdRange, VISIBLE, WHOLE, type Whose } from "./read-around.ts";
import { decodePayload } from "./xmlrpc.ts";

export type { DigestOptions } from "../xml/pool-digests.ts";

export interface MembersOptions extends PoolOptions {
  /** The elements of a record that `convert` reads, where that is not all of it. */
  readonly asked?: Exclude<Asked, true> | undefined;
}

/**
 * The members as records. To be iterated at once and to the end: only then are the answer's bytes free again.
 * @param root of the pool, e.g. `VM_POOL`. @param member element, e.g. `VM`.
 * @throws OcciError ONED_DAMAGED_ANSWER at the first damage.
 */
export async function* members<T>(
  answer: PoolAnswer,
  root: string,
  member: string,
  convert: (record: XmlRecord) => T,
  { asked, ...options }: MembersOptions = {},
): AsyncGenerator<readonly T[]> {
  try {
    const read = { ...options, onCut: answer.onCut };
    if (asked !== undefined) yield* readPoolRecords(answer.encoded, root, member, asked, convert, read);
    else yield* readPool(answer.encoded, root, member, (source) => convert(readRecord(source, member)), read);
  } finally {
    answer.release();
  }
}

/**
 * The only object in an answer, cut to what can be read in one go; its bytes are free again then.
 * @throws as `members`.
 */
export async function alone<T>(answer: PoolAnswer, element: string, convert: (record: XmlRecord) => T): Promise<T> {
  try {
    const { encoded, cut } = await trimmed(answer.encoded);
    if (cut.length > 0) answer.onCut?.(cut);
    return convert(readRecord(decodePayload(encoded), element));
  } finally {
    answer.release();
  }
}

/** A number for all of each member, which is another when the member has changed. @throws as `members`. */
export async function* digests(
  answer: PoolAnswer,
  root: string,
  member: string,
  options: DigestOptions,
): AsyncGenerator<readonly Digest[]> {
  try {
    yield* readPoolDigests(answer.encoded, root, member, { ...options, onCut: answer.onCut });
  } finally {
    answer.release();
  }
}

/** Id and name of the members; much faster than `members`, for lists of many. Otherwise the same. */
export async function* names(
  answer: PoolAnswer,
  root: string,
  member: string,
  options: PoolOptions = {},
): AsyncGenerator<readonly IdAndName[]> {
  try {
    yield* readPoolNames(answer.encoded, root, member, options);
  } finally {
    answer.release();
  }
}

/** A pool call of oned: which objects by their ids, and whose. */
export type PoolCall = (oned: OnedClient, session: Session, range?: IdRange, whose?: Whose) => Promise<PoolAnswer>;

/**
 * The call of a method that takes a filter flag and a range; by default all that the caller may use.
 * @param more parameters behind these.
 */
export function poolCall(method: string, ...more: readonly Parameter[]): PoolCall {
  return (oned, session, range = WHOLE, whose = VISIBLE) => oned.readPool(session, method, whose, ...range, ...more);
}
