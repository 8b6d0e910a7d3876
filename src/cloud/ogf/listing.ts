/** Collections: of kinds, of mixins, of everything; whole, filtered, by pages. Each pool of oned is read only once. */
import {
  type AnyEntity,
  AVAILABILITY_ZONE,
  type Filter,
  FLOATING_IP_POOL,
  isEmpty,
  type Kind,
  type Mixin,
  matches,
  OS_TPL,
  type Page,
  RESOURCE_TPL,
  type TypeId,
  termOf,
  typeId,
} from "../../dialects/ogf/index.ts";
import { members, names } from "../../opennebula/pool.ts";
import {
  type IdRange,
  isDamage,
  OWN,
  pageRange,
  type Reader,
  type Skip,
  VISIBLE,
} from "../../opennebula/read-around.ts";
import type { Caller } from "./caller.ts";
import type { EntityKind, Pool } from "./kind.ts";
import { ALL_TYPES, kindOf, POOLS } from "./kinds.ts";
import { type OnSkipped, skippedIn } from "./on-skipped.ts";
import { tagOf, tagsAt } from "./tags/tags.ts";
import type { Catalog } from "./types/catalog.ts";
import { schemesOf } from "./types/schemes.ts";
import { type ViewContext, viewContext } from "./view-context.ts";

/** The selection of a request. */
export interface Selection {
  readonly filter: Filter;
  readonly page?: Page | undefined;
  /** OnSkipped when there are members behind the page. */
  readonly more?: () => void;
  /** Only what the caller owns: for changes of whole collections. */
  readonly own?: boolean;
}

/** The target of a path: a kind, a mixin, or everything below it. */
export interface Collected {
  readonly kinds: readonly TypeId[];
  /** The further conditions for members; undefined selects all. */
  readonly has?: (entity: AnyEntity) => boolean;
}

/** The schemes whose mixins depend on one of the standard's. */
function derivedScheme({ deps }: Caller, id: TypeId): string | undefined {
  const { osTpl, resourceTpl, zone, pool } = schemesOf(deps.config);
  const derived: Readonly<Record<TypeId, string>> = {
    [OS_TPL]: osTpl,
    [RESOURCE_TPL]: resourceTpl,
    [AVAILABILITY_ZONE]: zone,
    [FLOATING_IP_POOL]: pool,
  };
  return derived[id];
}

/** The members of a kind or mixin. */
export function collectedBy(caller: Caller, catalog: Catalog, category: Kind | Mixin): Collected {
  const id = typeId(category);
  if (category.class === "kind") return { kinds: [id] };
  const tag = tagOf(catalog.tags, id);
  if (tag !== undefined) {
    const kinds = ALL_TYPES.filter((kind) => (tag.members.get(termOf(kind))?.size ?? 0) > 0);
    return { kinds, has: (entity) => tagsAt(catalog.tags, termOf(entity.kind), entity.id).includes(id) };
  }
  const scheme = derivedScheme(caller, id);
  return {
    kinds: category.applies.length === 0 ? ALL_TYPES : category.applies,
    has: ({ mixins }) =>
      mixins.includes(id) || (scheme !== undefined && mixins.some((mixin) => mixin.startsWith(scheme))),
  };
}

/** All entities of a pool that belong to it, batch by batch. */
function wholePool(
  caller: Caller,
  view: ViewContext,
  pool: Pool,
  own: boolean,
  skip: Skip,
): AsyncIterable<readonly AnyEntity[]> {
  const whose = own ? OWN : VISIBLE;
  const read: Reader<readonly AnyEntity[]> = (answer, onFault) =>
    members(answer, `${pool.name}_POOL`, pool.name, (record) => pool.entities(view, record), { onFault });
  return flat(
    caller.deps.pools.readAround(
      `${pool.name} ${whose}`,
      (range: IdRange) => pool.list(caller, range, whose),
      read,
      skip,
    ),
  );
}

async function* flat(batches: AsyncIterable<readonly (readonly AnyEntity[])[]>): AsyncGenerator<readonly AnyEntity[]> {
  for await (const batch of batches) yield batch.flat();
}

/** A page, and whether there is another one behind it. */
interface FoundPage {
  readonly members: readonly AnyEntity[];
  readonly isLast: boolean;
}

/** One page of a pool by one call; undefined when it cannot be read, and the pool must be read around its faults. */
async function pageOfPool(
  caller: Caller,
  view: ViewContext,
  pool: Pool,
  { page, number }: Page,
): Promise<FoundPage | undefined> {
  const offset = (page - 1) * number;
  // Oned reads its parameters as signed 32 bits.
  if (offset >= 2 ** 31) return { members: [], isLast: true };
  try {
    // One more than the page holds: that it is there makes the page none of the last.
    const answer = await pool.list(caller, pageRange(offset, number + 1), VISIBLE);
    const found: (readonly AnyEntity[])[] = [];
    const read = members(answer, `${pool.name}_POOL`, pool.name, (record) => pool.entities(view, record));
    for await (const batch of read) found.push(...batch);
    return { members: found.slice(0, number).flat(), isLast: found.length <= number };
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}

/** The same around faults: what cannot be read keeps its place, so that the other pages are as they are by one call. */
async function pageAround(
  caller: Caller,
  view: ViewContext,
  pool: Pool,
  { page, number }: Page,
  skip: Skip,
): Promise<FoundPage> {
  const places: { readonly id: number; readonly entity?: AnyEntity }[] = [];
  const note: Skip = (id) => {
    if (id === undefined) skip(id);
    else places.push({ id });
  };
  for await (const batch of wholePool(caller, view, pool, false, note)) {
    for (const entity of batch) if (entity.kind === pool.pagedKind) places.push({ id: Number(entity.id), entity });
  }
  const chosen = places.sort((a, b) => b.id - a.id).slice((page - 1) * number, page * number);
  for (const { id, entity } of chosen) if (entity === undefined) skip(id);
  const members = chosen.flatMap(({ entity }) => (entity === undefined ? [] : [entity]));
  return { members, isLast: places.length <= page * number };
}

/**
 * The entities that are selected, newest first within each pool, batch by batch.
 * @param onSkipped of objects that oned cannot send, as `compute 17`.
 */
export async function* entities(
  caller: Caller,
  catalog: Catalog,
  { kinds, has }: Collected,
  { filter, page, more = () => {}, own = false }: Selection,
  onSkipped: OnSkipped,
): AsyncGenerator<readonly AnyEntity[]> {
  const view = viewContext(caller, catalog.tags);
  const pools = POOLS.filter((pool) => kinds.some((kind) => kindOf(kind)?.pool === pool));
  const wanted = (entity: AnyEntity) =>
    kinds.includes(entity.kind) && (has === undefined || has(entity)) && matches(filter, entity);
  const [only] = pools;
  // The links of a machine are no pool of their own, and networks share theirs with reserved addresses: their pages are
  // cut from the whole.
  const oneCall =
    page !== undefined &&
    only !== undefined &&
    pools.length === 1 &&
    isEmpty(filter) &&
    has === undefined &&
    kinds[0] === only.pagedKind;
  if (oneCall) {
    const { members, isLast } =
      (await pageOfPool(caller, view, only, page)) ??
      (await pageAround(caller, view, only, page, skippedIn(only.word, onSkipped)));
    if (!isLast) more();
    yield members.filter(wanted);
    return;
  }
  let before = page === undefined ? 0 : (page.page - 1) * page.number;
  let left = page?.number ?? Number.POSITIVE_INFINITY;
  for (const pool of pools) {
    for await (const batch of wholePool(caller, view, pool, own, skippedIn(pool.word, onSkipped))) {
      const found = batch.filter(wanted);
      const from = Math.min(before, found.length);
      const taken = found.slice(from, from + left);
      before -= from;
      left -= taken.length;
      if (taken.length > 0) yield taken;
      if (found.length > from + taken.length) return more();
    }
  }
}

/** The kind of which a selection means all entities, where oned's short list of ids is enough for their paths. */
export function shortListed({ kinds, has }: Collected, { filter, page, own }: Selection): EntityKind | undefined {
  const [only] = kinds.length === 1 ? kinds : [];
  const kind = kindOf(only);
  const isAll = has === undefined && isEmpty(filter) && page === undefined && own !== true;
  return isAll && kind?.pool.listIds !== undefined && kind.pool.pagedKind === only ? kind : undefined;
}

/** The paths of all entities of such a kind, batch by batch; needs no catalog. */
export async function* pathsOf(
  caller: Caller,
  { pool, path }: EntityKind,
  onSkipped: OnSkipped,
): AsyncGenerator<readonly string[]> {
  const { name, word, listIds = pool.list } = pool;
  const ask = (range: IdRange) => listIds(caller, range, VISIBLE);
  const read: Reader<{ id: number }> = (answer, onFault) => names(answer, `${name}_POOL`, name, { onFault });
  for await (const batch of caller.deps.pools.readAround(name, ask, read, skippedIn(word, onSkipped)))
    yield batch.map(({ id }) => `${path}/${id}`);
}
