/** Collections of mixins: who carries one. */

import { type Address, addressOf, plainPath, shownLocation } from "../../cloud/ogf/address.ts";
import { type Collected, collectedBy, entities } from "../../cloud/ogf/listing.ts";
import { readEntity } from "../../cloud/ogf/read.ts";
import { changeMembers, type Membership, tagOf } from "../../cloud/ogf/tags/tags.ts";
import { type Catalog, ownCatalog } from "../../cloud/ogf/types/catalog.ts";
import {
  type AnyEntity,
  checkApplies,
  type Mixin,
  NO_FILTER,
  renderOk,
  type Sent,
  termOf,
  typeId,
} from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import { say } from "../../wording.ts";
import type { Result } from "../result.ts";
import { listAll } from "./collection.ts";
import { type OcciCall, pathIn, sentOf } from "./request.ts";
import { rendered } from "./result.ts";

/** Where the entities of a request are: their locations, or full representations with kind and id. */
function locationsOf(occi: OcciCall, { locations, representations }: Sent, { registry }: Catalog): readonly string[] {
  const ids = representations.flatMap(({ attributes, categories }) => {
    const id = attributes.get("occi.core.id");
    if (typeof id !== "string") return [];
    const kind = categories.map((category) => registry.kind(typeId(category))).find((found) => found !== undefined);
    return /^[\w.-]+$/.test(id) && kind?.location !== undefined ? [kind.location + id] : [pathIn(occi, id)];
  });
  return [...locations.map((location) => pathIn(occi, location)), ...ids];
}

/** More than these are looked up in their pools, each of which is read once. */
const FEW = 3;

async function amongAll(
  occi: OcciCall,
  catalog: Catalog,
  addresses: ReadonlyMap<string, Address>,
): Promise<readonly AnyEntity[]> {
  const kinds = [...new Set([...addresses.values()].map(({ kind }) => kind))];
  const collected: Collected = { kinds, has: ({ location }) => addresses.has(location) };
  const found: AnyEntity[] = [];
  for await (const batch of entities(occi, catalog, collected, { filter: NO_FILTER }, () => {})) found.push(...batch);
  const seen = new Set(found.map(({ location }) => location));
  const missing = [...addresses.keys()].find((path) => !seen.has(path));
  if (missing === undefined) return found;
  throw new OcciError("NOT_FOUND", say`There is no entity at ${shownLocation(missing)}`);
}

/** @throws OcciError INVALID_REQUEST when no entity can be there. */
function addressAt(path: string): Address {
  const address = addressOf(path);
  if (address !== undefined) return address;
  throw new OcciError("INVALID_REQUEST", say`There is no entity at ${shownLocation(path)}`);
}

/** The entities that the request means; each must be there. @throws OcciError INVALID_REQUEST, NOT_FOUND. */
async function meant(occi: OcciCall, catalog: Catalog, sent: Sent): Promise<readonly AnyEntity[]> {
  const addresses = new Map<string, Address>();
  for (const location of locationsOf(occi, sent, catalog)) {
    const path = plainPath(location);
    addresses.set(path, addressAt(path));
  }
  if (addresses.size > FEW) return amongAll(occi, catalog, addresses);
  return Promise.all([...addresses.values()].map((address) => readEntity(occi, address, catalog.tags)));
}

/** Template mixins belong to a machine for life, or are changed on the machine itself. */
function refuseOther({ tag }: Mixin): void {
  if (tag === true) return;
  throw new OcciError("INVALID_REQUEST", "Only your own mixins can be given to entities and taken from them here.", {
    hint: "A new resource_tpl is given to a machine by POST to the machine itself.",
  });
}

/** @throws OcciError INVALID_REQUEST for an entity whose kind the mixin does not go with. */
function refuseKinds(mixin: Mixin, { registry }: Catalog, found: readonly AnyEntity[]): void {
  for (const kind of new Set(found.map((entity) => entity.kind))) checkApplies(registry, kind, [mixin]);
}

function memberships(
  tag: string,
  add: readonly AnyEntity[],
  remove: ReadonlyMap<string, readonly string[]>,
): Membership[] {
  const kinds = new Set([...add.map(({ kind }) => termOf(kind)), ...remove.keys()]);
  return [...kinds].map((kindTerm) => ({
    tag,
    kindTerm,
    add: add.filter(({ kind }) => termOf(kind) === kindTerm).map(({ id }) => id),
    remove: remove.get(kindTerm) ?? [],
  }));
}

/** The collection as it is after a change. */
async function after(occi: OcciCall, mixin: Mixin): Promise<Result> {
  const catalog = await ownCatalog(occi);
  const collected: Collected = collectedBy(occi, catalog, mixin);
  return listAll(occi, collected, catalog);
}

export async function associate(occi: OcciCall, catalog: Catalog, mixin: Mixin): Promise<Result> {
  occi.call.performs("tag");
  refuseOther(mixin);
  const added = await meant(occi, catalog, await sentOf(occi));
  if (added.length === 0) throw new OcciError("INVALID_REQUEST", "The request names no entity.");
  refuseKinds(mixin, catalog, added);
  await changeMembers(occi, memberships(typeId(mixin), added, new Map()));
  return after(occi, mixin);
}

export async function replaceMembers(occi: OcciCall, catalog: Catalog, mixin: Mixin): Promise<Result> {
  occi.call.performs("tag");
  refuseOther(mixin);
  const wanted = await meant(occi, catalog, await sentOf(occi));
  refuseKinds(mixin, catalog, wanted);
  const id = typeId(mixin);
  const tag = tagOf(catalog.tags, id);
  const kept = new Set(wanted.map(({ kind, id: own }) => `${termOf(kind)} ${own}`));
  const keeps = (kindTerm: string, member: string) => kept.has(`${kindTerm} ${member}`);
  const remove = new Map(
    [...(tag?.members ?? [])].map(([kindTerm, ids]) => [
      kindTerm,
      [...ids].filter((member) => !keeps(kindTerm, member)),
    ]),
  );
  await changeMembers(occi, memberships(id, wanted, remove));
  return after(occi, mixin);
}

/** Without any entity in the request all are meant. */
export async function dissociate(occi: OcciCall, catalog: Catalog, mixin: Mixin): Promise<Result> {
  occi.call.performs("untag");
  refuseOther(mixin);
  const sent = await sentOf(occi);
  const id = typeId(mixin);
  const tag = tagOf(catalog.tags, id);
  const remove = new Map<string, string[]>();
  const locations = locationsOf(occi, sent, catalog);
  const says = sent.representations.some(({ categories, attributes }) => categories.length + attributes.size > 0);
  if (locations.length === 0 && says) {
    throw new OcciError("INVALID_REQUEST", "The request names no entity that carries the mixin.");
  }
  if (locations.length === 0) {
    for (const [kindTerm, ids] of tag?.members ?? []) remove.set(kindTerm, [...ids]);
  } else {
    // What is gone can be taken out as well.
    for (const location of locations) {
      const path = plainPath(location);
      const kindTerm = termOf(addressAt(path).kind);
      const ids = remove.get(kindTerm) ?? [];
      ids.push(path.split("/").findLast((word) => word !== "") ?? "");
      remove.set(kindTerm, ids);
    }
  }
  await changeMembers(occi, memberships(id, [], remove));
  return rendered(200, renderOk(occi.rendering));
}
