/**
 * Lists in which oned holds an object that it cannot send (a name with an emoji makes the whole pool a fault) or that
 * cannot be read: they are read in halves of the range of ids until only the culprits are left out.
 */
import { OcciError } from "../errors.ts";
import type { PoolAnswer } from "./client.ts";

/** From, to; ids of oned. */
export type IdRange = readonly [number, number];

/** The owner of the objects that a pool call gives: all that the caller may use, or the caller's own. */
export const VISIBLE = -2;
export const OWN = -3;
export type Whose = typeof VISIBLE | typeof OWN;

/**
 * A page, as oned wants it said, newest first.
 * @param number of objects, 2 or more: oned has no page of one.
 */
export function pageRange(offset: number, number: number): IdRange {
  return [offset, -number];
}

/** All ids, as oned wants it said. */
export const WHOLE: IdRange = [-1, -1];
const HIGHEST = 2 ** 31 - 1;
/** A list with more faults than that is no list. */
const MOST_SKIPPED = 20;
const MOST_CALLS = 500;
/** The lower part of a new range is tried first, as most ids are small; the upper part grows by this factor. */
const FIRST = 64;
const FACTOR = 8;

/** Called for each object that is left out; with undefined when not even its id can be read. */
export type Skip = (id: number | undefined) => void;

/** Reads an answer; throws ONED_DAMAGED_ANSWER for faults of its structure before it yields anything. */
export type Reader<T> = (answer: PoolAnswer, skip: Skip) => AsyncGenerator<readonly T[]>;

/** Whether an answer of oned could not be read. */
export function isDamage(error: unknown): error is OcciError {
  return error instanceof OcciError && error.code === "ONED_DAMAGED_ANSWER";
}

/** Two parts of a range of more than one id, the lower one first. */
function divided([from, to]: IdRange): readonly [IdRange, IdRange] {
  const near = from === 0 ? FIRST : from * FACTOR;
  const middle = Math.min(near - 1, from + Math.floor((to - from) / 2));
  return [
    [from, middle],
    [middle + 1, to],
  ];
}

/** All ids in parts: each of those given is a part of its own. */
function dividedAt(ids: Iterable<number>): IdRange[] {
  const parts: IdRange[] = [];
  let from = 0;
  for (const id of [...ids].sort((a, b) => a - b)) {
    if (id > from) parts.push([from, id - 1]);
    parts.push([id, id]);
    from = id + 1;
  }
  // A fault of the highest one is not remembered: then the part that must be empty cannot be read.
  parts.push([from, HIGHEST]);
  return parts;
}

/** Passes on what is left out, as long as it is little. */
export function limited(skip: Skip): Skip {
  let skipped = 0;
  return (id) => {
    if (++skipped > MOST_SKIPPED) {
      throw new OcciError("ONED_FAILED", "Too many objects of OpenNebula's list cannot be read.");
    }
    skip(id);
  };
}

/** Reads whole lists around what cannot be read. One for a server: it remembers where the faults were. */
export class PoolReader {
  /** Where faults were last, by kind of pool: the next list is divided there at once. Only where, never what. */
  readonly #lastFaults = new Map<string, ReadonlySet<number>>();

  /**
   * Reads a whole list.
   * @param kind of pool. @param ask asks oned for a range of ids, WHOLE or such of 0 and more.
   * @param onSkip hears of each object that is left out, of 20 at most.
   * @throws OcciError as `ask` does; ONED_DAMAGED_ANSWER when it is not the objects, ONED_FAILED when there are too
   * many
   *   faults.
   */
  async *readAround<T>(
    kind: string,
    ask: (range: IdRange) => Promise<PoolAnswer>,
    read: Reader<T>,
    onSkip: Skip,
  ): AsyncGenerator<readonly T[]> {
    const skip = limited(onSkip);
    let begun = false;
    try {
      for await (const batch of read(await ask(WHOLE), skip)) {
        begun = true;
        yield batch;
      }
      return;
    } catch (error) {
      if (begun || !isDamage(error)) throw error;
      await expectEmpty(ask, read, error);
    }
    const faults = new Set<number>();
    const ranges = dividedAt(this.#lastFaults.get(kind) ?? []);
    let calls = 0;
    // From the end: oned lists the highest ids first.
    for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
      if (++calls > MOST_CALLS) {
        throw new OcciError("ONED_FAILED", "The faulty objects in OpenNebula's list could not be found.");
      }
      const [from, to] = range;
      const batches = await readWhole(ask, read, range, skip);
      if (batches !== undefined) yield* batches;
      else if (from < to) ranges.push(...divided(range));
      else {
        faults.add(from);
        skip(from);
      }
    }
    this.#lastFaults.set(kind, faults);
  }
}

/** A server that gives this answer for an empty range does not have trouble with an object. */
async function expectEmpty<T>(
  ask: (range: IdRange) => Promise<PoolAnswer>,
  read: Reader<T>,
  fault: OcciError,
): Promise<void> {
  if ((await readWhole(ask, read, [HIGHEST, HIGHEST], () => {})) === undefined) throw fault;
}

/** A part of the list; undefined when it is faulty. */
async function readWhole<T>(
  ask: (range: IdRange) => Promise<PoolAnswer>,
  read: Reader<T>,
  range: IdRange,
  skip: Skip,
): Promise<(readonly T[])[] | undefined> {
  try {
    const batches: (readonly T[])[] = [];
    for await (const batch of read(await ask(range), skip)) batches.push(batch);
    return batches;
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}

const MOST_EACH = 500;
/** A user who must not see so many objects in a row does not see any of the others either. */
const REFUSALS = 10;

/**
 * The same for a kind of object that oned lists only as a whole: one by one.
 * @param ids of all that there may be, in the order of the list.
 * @param info reads one.
 */
export async function* readEach<T>(
  ids: readonly number[],
  info: (id: number) => Promise<T>,
  onSkipped: Skip,
): AsyncGenerator<readonly T[]> {
  if (ids.length > MOST_EACH) {
    throw new OcciError(
      "ONED_FAILED",
      "A faulty object keeps OpenNebula from sending the list, and the list is too long to read its objects one by one.",
    );
  }
  const skip = limited(onSkipped);
  let refusals = 0;
  for (const id of ids) {
    if (refusals >= REFUSALS) return;
    try {
      yield [await info(id)];
      refusals = 0;
    } catch (error) {
      if (isDamage(error)) skip(id);
      else if (error instanceof OcciError && error.code === "FORBIDDEN") refusals++;
      else if (!(error instanceof OcciError && error.code === "NOT_FOUND")) throw error;
    }
  }
}
