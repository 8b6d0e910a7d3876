/**
 * The entities that carry a tag: they can be added and removed. Other mixins belong to an entity for its whole life.
 */
import { type AnyEntity, checkApplies, type Mixin, NO_FILTER, termOf, typeId } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { say } from "../../../wording.ts";
import type { Caller } from "../caller.ts";
import type { Address } from "../kind.ts";
import { addressOf } from "../kinds.ts";
import { type Collected, entities } from "../listing.ts";
import { plainPath, shownLocation } from "../location.ts";
import { readEntity } from "../read.ts";
import { type Catalog, catalogOf } from "../types/catalog.ts";
import { type Tag, tagOf } from "./tags.ts";
import { changeMembers, type Membership } from "./write.ts";

/** More than these are looked up in their pools, each of which is read only once. */
const FEW = 3;

async function readFromPools(
  caller: Caller,
  catalog: Catalog,
  addresses: ReadonlyMap<string, Address>,
): Promise<readonly AnyEntity[]> {
  const kinds = [...new Set([...addresses.values()].map(({ kind }) => kind.type))];
  const collected: Collected = { kinds, has: ({ location }) => addresses.has(location) };
  const found: AnyEntity[] = [];
  for await (const batch of entities(caller, catalog, collected, { filter: NO_FILTER }, () => {})) found.push(...batch);
  const present = new Set(found.map(({ location }) => location));
  const missing = [...addresses.keys()].find((path) => !present.has(path));
  if (missing === undefined) return found;
  throw new OcciError("NOT_FOUND", say`There is no entity at ${shownLocation(missing)}.`);
}

/** @throws OcciError INVALID_REQUEST when no entity can be there. */
function addressAt(path: string): Address {
  const address = addressOf(path);
  if (address !== undefined) return address;
  throw new OcciError("INVALID_REQUEST", say`There is no entity at ${shownLocation(path)}.`);
}

/** The entities at paths; each must be there. @throws OcciError INVALID_REQUEST, NOT_FOUND. */
async function entitiesAt(caller: Caller, catalog: Catalog, paths: readonly string[]): Promise<readonly AnyEntity[]> {
  const addresses = new Map(paths.map(plainPath).map((path) => [path, addressAt(path)]));
  if (addresses.size > FEW) return readFromPools(caller, catalog, addresses);
  return Promise.all([...addresses.values()].map((address) => readEntity(caller, address, catalog.tags)));
}

/** @throws OcciError INVALID_REQUEST for a mixin that is not one of the caller's tags. */
export function refuseFixed({ tag }: Mixin): void {
  if (tag === true) return;
  throw new OcciError("INVALID_REQUEST", "Only your own mixins can be added to entities and removed from them here.", {
    hint: "POST to the machine itself to give it another resource_tpl.",
  });
}

/** @throws OcciError INVALID_REQUEST for an entity whose kind the mixin does not go with. */
function refuseKinds(mixin: Mixin, { registry }: Catalog, entities: readonly AnyEntity[]): void {
  for (const kind of new Set(entities.map((entity) => entity.kind))) checkApplies(registry, kind, [mixin]);
}

/** Ids by the term of their kind. */
type Ids = ReadonlyMap<string, readonly string[]>;

function memberships(tag: string, add: readonly AnyEntity[], remove: Ids): readonly Membership[] {
  const kinds = new Set([...add.map(({ kind }) => termOf(kind)), ...remove.keys()]);
  return [...kinds].map((kindTerm) => ({
    tag,
    kindTerm,
    add: add.filter(({ kind }) => termOf(kind) === kindTerm).map(({ id }) => id),
    remove: remove.get(kindTerm) ?? [],
  }));
}

async function changed(caller: Caller, catalog: Catalog, changes: readonly Membership[]): Promise<Catalog> {
  return catalogOf(caller, await changeMembers(caller, catalog.tags, changes));
}

/** Gives entities to a tag. @returns the catalog afterwards. @throws OcciError INVALID_REQUEST, NOT_FOUND. */
export async function addMembers(
  caller: Caller,
  catalog: Catalog,
  mixin: Mixin,
  paths: readonly string[],
): Promise<Catalog> {
  const added = await entitiesAt(caller, catalog, paths);
  if (added.length === 0) throw new OcciError("INVALID_REQUEST", "The request does not name an entity.");
  refuseKinds(mixin, catalog, added);
  return changed(caller, catalog, memberships(typeId(mixin), added, new Map()));
}

/** Members that are not among the entities. */
function others({ members }: Pick<Tag, "members">, entities: readonly AnyEntity[]): Ids {
  const kept = new Set(entities.map(({ kind, id }) => `${termOf(kind)} ${id}`));
  const left = (kindTerm: string, ids: ReadonlySet<string>) => [...ids].filter((id) => !kept.has(`${kindTerm} ${id}`));
  return new Map([...members].map(([kindTerm, ids]) => [kindTerm, left(kindTerm, ids)]));
}

/** Makes these entities the only ones that carry a tag. @returns and @throws as `addMembers`. */
export async function replaceMembers(
  caller: Caller,
  catalog: Catalog,
  mixin: Mixin,
  paths: readonly string[],
): Promise<Catalog> {
  const wanted = await entitiesAt(caller, catalog, paths);
  refuseKinds(mixin, catalog, wanted);
  const id = typeId(mixin);
  const tag = tagOf(catalog.tags, id);
  return changed(caller, catalog, memberships(id, wanted, tag === undefined ? new Map() : others(tag, wanted)));
}

/**
 * An entity that no longer exists can be removed as well. @throws OcciError INVALID_REQUEST when no entity can be at a
 * path.
 */
function idsAt(paths: readonly string[]): Ids {
  const found = new Map<string, string[]>();
  for (const path of paths) {
    const { kind, id } = addressAt(plainPath(path));
    const kindTerm = termOf(kind.type);
    found.set(kindTerm, [...(found.get(kindTerm) ?? []), id]);
  }
  return found;
}

/** Takes entities from a tag. @param paths undefined for all. */
export async function removeMembersOf(
  caller: Caller,
  catalog: Catalog,
  mixin: Mixin,
  paths: readonly string[] | undefined,
): Promise<void> {
  const id = typeId(mixin);
  const tag = tagOf(catalog.tags, id);
  const remove = paths === undefined ? (tag === undefined ? new Map() : others(tag, [])) : idsAt(paths);
  await changeMembers(caller, catalog.tags, memberships(id, [], remove));
}
