/**
 * Lists in pages, newest first. A page of a whole list costs one call to oned, which counts from the newest object; a list
 * that is filtered is read whole, and cut here.
 *
 * Where a page begins is the id of the last object before it and, of a whole list, how many came before: what is made
 * meanwhile is newer than that id and left out, and a few that have gone meanwhile are made up for by reading some more.
 */
import { invalid } from "../../errors.ts";
import type { Page } from "../../model.ts";
import type { PoolAnswer } from "../../opennebula/client.ts";
import { gathered } from "../../opennebula/offer.ts";
import { members } from "../../opennebula/pool.ts";
import { type IdRange, limited, type PoolReader, pageRange, type Skip } from "../../opennebula/read-around.ts";
import type { XmlRecord } from "../../xml/record.ts";

export interface PageRequest {
  /** Items. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string;
}

/** Objects that may go between two pages without one of the others being left out. */
const OVERLAP = 10;

/** What is listed. */
export interface Listed<T extends { readonly id: number }> {
  readonly pools: PoolReader;
  /** Kind of the pool, its root and member elements: `VM`, `VM_POOL`, `VM`. */
  readonly kind: string;
  readonly root: string;
  readonly member: string;
  readonly ask: (range: IdRange) => Promise<PoolAnswer>;
  readonly convert: (record: XmlRecord) => T;
  readonly skip: Skip;
}

/** Ids and counts of oned are below it, with room for the items of a page. */
const FURTHEST = 2 ** 31 - 2000;

interface Position {
  readonly id: number;
  readonly offset: number;
}

function positionOf(after: string | undefined): Position {
  const [, id, offset] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(after ?? "") ?? [];
  if (after === undefined) return { id: Number.POSITIVE_INFINITY, offset: 0 };
  const position = { id: Number(id ?? Number.NaN), offset: Number(offset ?? 0) };
  if (position.id < FURTHEST && position.offset < FURTHEST) return position;
  throw invalid(
    [{ at: ["after"], message: "after is not the beginning of a page." }],
    "Take it from `next` of the page before.",
  );
}

const newestFirst = (a: { readonly id: number }, b: { readonly id: number }): number => b.id - a.id;

/** A page of all that the user may see. Costs one call, unless an object cannot be read. */
async function pageOfAll<T extends { readonly id: number }>(
  listed: Listed<T>,
  { limit, after }: PageRequest,
): Promise<Page<T>> {
  const { id, offset } = positionOf(after);
  const from = Math.max(0, offset - OVERLAP);
  // One more than the page, to know whether there is another, and some for those that were made meanwhile.
  const count = offset - from + limit + 1 + (offset === 0 ? 0 : OVERLAP);
  const read = members(await listed.ask(pageRange(from, count)), listed.root, listed.member, listed.convert, {
    onFault: limited(listed.skip),
  });
  const found = (await gathered(read)).toSorted(newestFirst);
  const older = found.filter((one) => one.id < id);
  const items = older.slice(0, limit);
  if (older.length <= limit && found.length < count) return { items };
  const last = items.at(-1);
  const position = last === undefined ? from + found.length : from + found.indexOf(last) + 1;
  return { items, next: `${last?.id ?? id}-${position}` };
}

/** A page of those that match. */
async function pageOfMatching<T extends { readonly id: number }>(
  { pools, kind, ask, root, member, convert, skip }: Listed<T>,
  { limit, after }: PageRequest,
  matches: (item: T) => boolean,
): Promise<Page<T>> {
  const { id } = positionOf(after);
  const all: T[] = [];
  const read = (answer: PoolAnswer, onFault: Skip) => members(answer, root, member, convert, { onFault });
  for await (const batch of pools.readAround(kind, ask, read, skip)) {
    all.push(...batch.filter((item) => item.id < id && matches(item)));
  }
  const found = all.toSorted(newestFirst);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return last === undefined || found.length <= limit ? { items } : { items, next: String(last.id) };
}

/**
 * A page.
 * @param matches undefined for all.
 * @throws OcciError INVALID_REQUEST where `after` is not the beginning of a page.
 */
export async function page<T extends { readonly id: number }>(
  listed: Listed<T>,
  request: PageRequest,
  matches?: (item: T) => boolean,
): Promise<Page<T>> {
  return matches === undefined ? pageOfAll(listed, request) : pageOfMatching(listed, request, matches);
}

/** What lists of all kinds can be filtered by. */
export interface NameFilter {
  /** A part of the name, in any case. */
  readonly name?: string;
  /** Only what belongs to the user who asks. */
  readonly mine?: boolean;
}

/** Whether an object passes the filter; undefined where every object does. @param user who asks. */
export function passing<T extends { readonly name: string; readonly uname: string }>(
  { name, mine }: NameFilter,
  user: string,
): ((one: T) => boolean) | undefined {
  const part = name?.toLowerCase();
  if (part === undefined && mine !== true) return undefined;
  return (one) =>
    (part === undefined || one.name.toLowerCase().includes(part)) && (mine !== true || one.uname === user);
}
