/** Collections of mixins: who carries one. */
import { type Catalog, ownCatalog } from "../../cloud/occi/catalog.ts";
import { addressOf, pathOf } from "../../cloud/occi/endpoint.ts";
import { type Collected, collectedBy, termOf } from "../../cloud/occi/listing.ts";
import { readEntity } from "../../cloud/occi/read.ts";
import { changeMembers, type Membership } from "../../cloud/occi/tags.ts";
import { type AnyEntity, type Mixin, renderOk, type Sent, typeId } from "../../dialects/occi/index.ts";
import { OcciError } from "../../errors.ts";
import type { Result } from "../result.ts";
import { listAll } from "./collection.ts";
import { type OcciCall, sentOf } from "./request.ts";
import { rendered } from "./result.ts";

/** Entities of a request: their locations, or full representations with their ids. */
function locationsOf({ locations, representations }: Sent): readonly string[] {
  const ids = representations.flatMap(({ attributes }) => {
    const id = attributes.get("occi.core.id");
    return typeof id === "string" ? [id] : [];
  });
  return [...locations, ...ids];
}

/** The entities that the request means; each must be there. @throws OcciError INVALID_REQUEST, NOT_FOUND. */
async function meant(occi: OcciCall, { tags }: Catalog, sent: Sent): Promise<readonly AnyEntity[]> {
  const found: AnyEntity[] = [];
  for (const location of new Set(locationsOf(sent))) {
    const address = addressOf(pathOf(location, occi.deps.config) ?? "");
    if (address === undefined) throw new OcciError("INVALID_REQUEST", `There is no entity at ${location.slice(0, 64)}`);
    found.push(await readEntity(occi, address, tags));
  }
  return found;
}

/** Template mixins belong to a machine for life, or are changed on the machine itself. */
function refuseOther({ tag }: Mixin): void {
  if (tag === true) return;
  throw new OcciError("WRONG_STATE", "Only your own mixins can be given to entities and taken from them here.", {
    hint: "A new resource_tpl is given to a machine by POST to the machine itself.",
  });
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
  refuseOther(mixin);
  const added = await meant(occi, catalog, await sentOf(occi));
  if (added.length === 0) throw new OcciError("INVALID_REQUEST", "The request names no entity.");
  await changeMembers(occi, memberships(typeId(mixin), added, new Map()));
  return after(occi, mixin);
}

export async function replaceMembers(occi: OcciCall, catalog: Catalog, mixin: Mixin): Promise<Result> {
  refuseOther(mixin);
  const wanted = await meant(occi, catalog, await sentOf(occi));
  const id = typeId(mixin);
  const tag = catalog.tags.list.find(({ scheme, term }) => scheme + term === id);
  const keeps = (kindTerm: string, member: string) =>
    wanted.some(({ kind, id: own }) => termOf(kind) === kindTerm && own === member);
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
  refuseOther(mixin);
  const sent = await sentOf(occi);
  const id = typeId(mixin);
  const tag = catalog.tags.list.find(({ scheme, term }) => scheme + term === id);
  const remove = new Map<string, string[]>();
  if (locationsOf(sent).length === 0) {
    for (const [kindTerm, ids] of tag?.members ?? []) remove.set(kindTerm, [...ids]);
  } else {
    // What is gone can be taken out as well.
    for (const location of locationsOf(sent)) {
      const path = pathOf(location, occi.deps.config) ?? "";
      const address = addressOf(path);
      if (address === undefined)
        throw new OcciError("INVALID_REQUEST", `There is no entity at ${location.slice(0, 64)}`);
      const kindTerm = termOf(address.kind);
      remove.set(kindTerm, [
        ...(remove.get(kindTerm) ?? []),
        path.replace(/\/$/, "").slice(path.replace(/\/$/, "").lastIndexOf("/") + 1),
      ]);
    }
  }
  await changeMembers(occi, memberships(id, [], remove));
  return rendered(200, renderOk(occi.rendering));
}
