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
import { type MembersOptions, members, type PoolCall } from "../../opennebula/pool.ts";
import { type IdRange, limited, pageRange, type Skip } from "../../opennebula/read-around.ts";
import { owned, wholeNumber } from "../../opennebula/record-parts.ts";
import type { XmlRecord } from "../../xml/record.ts";
import type { Requester } from "./requester.ts";

export interface PageRequest {
  /** Items. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string;
}

/** Objects that may be deleted between two pages without another one being left out. */
const OVERLAP = 10;

/** A pool of oned that is listed. */
export interface Pool<T extends { readonly id: number }> {
  /** The element of an object, `VM`: that of the pool is `VM_POOL`. */
  readonly kind: string;
  readonly call: PoolCall;
  readonly convert: (record: XmlRecord) => T;
  /** The elements that `convert` reads, if it does not read all of an object. */
  readonly asked?: MembersOptions["asked"];
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
    [{ at: ["after"], message: "after does not mark the beginning of a page." }],
    "Take it from `next` of the previous page.",
  );
}

const newestFirst = (a: { readonly id: number }, b: { readonly id: number }): number => b.id - a.id;

/** A page of all that the user may see. Costs one call, unless an object cannot be read. */
async function pageOfAll<T extends { readonly id: number }>(
  { deps, session }: Requester,
  { kind, call, convert, asked }: Pool<T>,
  { limit, after }: PageRequest,
  skip: Skip,
): Promise<Page<T>> {
  const { id, offset } = positionOf(after);
  const from = Math.max(0, offset - OVERLAP);
  // One more than the page, to know whether there is another, and some for those that were made meanwhile.
  const count = offset - from + limit + 1 + (offset === 0 ? 0 : OVERLAP);
  const answer = await call(deps.oned, session, pageRange(from, count));
  const read = members(answer, `${kind}_POOL`, kind, convert, { onFault: limited(skip), asked });
  const found = (await gathered(read)).toSorted(newestFirst);
  const older = found.filter((one) => one.id < id);
  const items = older.slice(0, limit);
  if (older.length <= limit && found.length < count) return { items };
  const last = items.at(-1);
  const position = last === undefined ? from + found.length : from + found.indexOf(last) + 1;
  return { items, next: `${last?.id ?? id}-${position}` };
}

/** The newest of many, without keeping the others. */
class Newest<T extends { readonly id: number }> {
  readonly #most: number;
  #kept: T[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(items: readonly T[]): void {
    this.#kept.push(...items);
    if (this.#kept.length >= 2 * this.#most) this.#kept = this.all;
  }

  /** Newest first. */
  get all(): T[] {
    return this.#kept.toSorted(newestFirst).slice(0, this.#most);
  }
}

/** A page of those that match: what does not is never made into anything. */
async function pageOfMatching<T extends { readonly id: number }>(
  { deps, session }: Requester,
  { kind, call, convert, asked }: Pool<T>,
  { limit, after }: PageRequest,
  skip: Skip,
  matches: Matches,
): Promise<Page<T>> {
  const { id } = positionOf(after);
  const newest = new Newest<T>(limit + 1);
  const ask = (range: IdRange) => call(deps.oned, session, range);
  const convertMatching = (record: XmlRecord): T | undefined =>
    matches(record) && wholeNumber(record, "ID") < id ? convert(record) : undefined;
  const read = (answer: PoolAnswer, onFault: Skip) =>
    members(answer, `${kind}_POOL`, kind, convertMatching, { onFault, asked });
  for await (const batch of deps.pools.readAround(kind, ask, read, skip)) {
    newest.add(batch.filter((item) => item !== undefined));
  }
  const found = newest.all;
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return last === undefined || found.length <= limit ? { items } : { items, next: String(last.id) };
}

/** Whether an object is one of those that are listed. @throws OcciError ONED_DAMAGED_ANSWER. */
export type Matches = (record: XmlRecord) => boolean;

/**
 * A page.
 * @param matches undefined for all.
 * @throws OcciError INVALID_REQUEST where `after` is not the beginning of a page.
 */
export async function page<T extends { readonly id: number }>(
  requester: Requester,
  pool: Pool<T>,
  request: PageRequest,
  skip: Skip,
  matches?: Matches,
): Promise<Page<T>> {
  if (matches === undefined) return pageOfAll(requester, pool, request, skip);
  return pageOfMatching(requester, pool, request, skip, matches);
}

/** The filters of all lists. */
export interface NameFilter {
  /** A part of the name, in any case. */
  readonly name?: string;
  /** Only objects of the user. */
  readonly mine?: boolean;
}

/** Whether an object passes the filter; undefined where every object does. @param user of the request. */
export function passing({ name, mine }: NameFilter, user: string): Matches | undefined {
  const part = name?.toLowerCase();
  if (part === undefined && mine !== true) return undefined;
  return (record) => {
    const one = owned(record);
    return (part === undefined || one.name.toLowerCase().includes(part)) && (mine !== true || one.uname === user);
  };
}

/** A page of the objects that pass the filter, converted by `view`. @throws as `page`. */
export async function shownPage<T extends { readonly id: number }, V>(
  requester: Requester,
  pool: Pool<T>,
  view: (one: T) => V,
  request: PageRequest,
  filter: NameFilter,
  skip: Skip,
): Promise<Page<V>> {
  const found = await page(requester, pool, request, skip, passing(filter, requester.user));
  return { ...found, items: found.items.map(view) };
}
