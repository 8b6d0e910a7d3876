/** Actions on, and deletion of, all entities that a caller owns in a collection. */
import { type AnyEntity, type Attributes, type Filter, isLink, type TypeId } from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import { joined, type Sentence, say } from "../../wording.ts";
import { type Caller, forNext } from "./caller.ts";
import type { Address } from "./kind.ts";
import { addressOf } from "./kinds.ts";
import { type Collected, entities } from "./listing.ts";
import { shownLocation } from "./location.ts";
import type { Catalog } from "./types/catalog.ts";

/** Some members of a collection. */
export interface Members {
  readonly collected: Collected;
  readonly filter: Filter;
  /** Paths; all that the filter selects when undefined. */
  readonly named?: ReadonlySet<string> | undefined;
}

/** Hears of the paths that are worked on, before anything is done. */
export type OnSelected = (paths: readonly string[]) => void;

/** The selected entities that the caller owns. @throws OcciError ONED_FAILED when not all of it can be read. */
async function owned(caller: Caller, catalog: Catalog, { collected, filter }: Members): Promise<readonly AnyEntity[]> {
  const found: AnyEntity[] = [];
  const refuse = (object: string): void => {
    throw new OcciError("ONED_FAILED", `The ${object} cannot be read, so nothing was done.`);
  };
  for await (const batch of entities(caller, catalog, collected, { filter, own: true }, refuse)) found.push(...batch);
  return found;
}

/** Links go with their machine: those of machines that are deleted themselves are left out. */
function withoutTheirLinks(entities: readonly AnyEntity[]): readonly AnyEntity[] {
  const resources = new Set(entities.filter((entity) => !isLink(entity)).map(({ location }) => location));
  return entities.filter((entity) => !isLink(entity) || !resources.has(entity.source.location));
}

/**
 * Deletes what the caller owns, as far as it can be deleted. An entity that is already gone counts as deleted.
 * @throws OcciError INVALID_REQUEST, before anything is deleted, for a named one that is not among it; WRONG_STATE with
 * what
 *   could not be deleted.
 */
export async function removeMembers(
  caller: Caller,
  catalog: Catalog,
  members: Members,
  onSelected: OnSelected,
): Promise<void> {
  const { named } = members;
  const all = await owned(caller, catalog, members);
  const found = named === undefined ? all : all.filter(({ location }) => named.has(location));
  const present = new Set(found.map(({ location }) => location));
  const missing = [...(named ?? [])].find((path) => !present.has(path));
  if (missing !== undefined) {
    throw new OcciError(
      "INVALID_REQUEST",
      say`${shownLocation(missing)} is not one of your entities in this collection.`,
    );
  }
  if (found.length > 0) onSelected([...present]);
  const failures = await removeInOrder(caller, withoutTheirLinks(found).flatMap(placeOf));
  if (failures.length === 0) return;
  const done = found.length - failures.length;
  throw new OcciError(
    "WRONG_STATE",
    say`${done} of ${found.length} were deleted. ${joined(failures.slice(0, 5), " ")}`,
  );
}

function placeOf({ location }: AnyEntity): readonly Address[] {
  const address = addressOf(location);
  return address === undefined ? [] : [address];
}

/**
 * Removes links first, then together the entities that hold others, then the rest: these can be removed only when nothing
 * holds them. @returns the failures.
 */
async function removeInOrder(caller: Caller, addresses: readonly Address[]): Promise<readonly Sentence[]> {
  const failures: Sentence[] = [];
  const remove = async (address: Address): Promise<void> => {
    try {
      await address.remove(forNext(caller));
    } catch (error) {
      if (!(error instanceof OcciError)) throw error;
      // Somebody else was faster: it is gone, as it should be.
      if (error.code !== "NOT_FOUND") failures.push(say`${{ place: address.location }}: ${error.sentence}`);
    }
  };
  for (const address of addresses.filter(({ kind }) => kind.isLink)) await remove(address);
  await Promise.all(addresses.filter(({ kind }) => kind.holdsOthers).map(remove));
  for (const address of addresses.filter(({ kind }) => !kind.isLink && !kind.holdsOthers)) await remove(address);
  return failures;
}

/** An action on all members that it is possible for; those whose state does not allow it are passed over. */
export async function actOnMembers(
  caller: Caller,
  catalog: Catalog,
  members: Members,
  action: TypeId,
  attributes: Attributes,
  onSelected: OnSelected,
): Promise<void> {
  const able = (await owned(caller, catalog, members)).filter(({ actions }) => actions.includes(action));
  if (able.length > 0) onSelected(able.map(({ location }) => location));
  for (const place of able.flatMap(placeOf)) {
    try {
      await place.act(caller, action, attributes);
    } catch (error) {
      // The state may have changed since it was read.
      if (!(error instanceof OcciError) || error.code !== "WRONG_STATE") throw error;
    }
  }
}
