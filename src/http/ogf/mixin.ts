/** Collections of mixins: who carries one. */
import { type Collected, collectedBy } from "../../cloud/ogf/listing.ts";
import { addMembers, refuseFixed, removeMembersOf, replaceMembers } from "../../cloud/ogf/tags/members.ts";
import type { Catalog } from "../../cloud/ogf/types/catalog.ts";
import { type Mixin, renderOk, type Sent, typeId } from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import type { Result } from "../result.ts";
import { listAll } from "./collection.ts";
import { type OgfCall, pathIn, sentOf } from "./request.ts";
import { rendered } from "./result.ts";

/** Where the entities of a request are: their locations, or full representations with kind and id. */
function pathsOf(occi: OgfCall, { locations, representations }: Sent, { registry }: Catalog): readonly string[] {
  const ids = representations.flatMap(({ attributes, categories }) => {
    const id = attributes.get("occi.core.id");
    if (typeof id !== "string") return [];
    const kind = categories.map((category) => registry.kind(typeId(category))).find((found) => found !== undefined);
    return /^[\w.-]+$/.test(id) && kind?.location !== undefined ? [kind.location + id] : [pathIn(occi, id)];
  });
  return [...locations.map((location) => pathIn(occi, location)), ...ids];
}

/** The collection as it is after a change. */
function listed(occi: OgfCall, catalog: Catalog, mixin: Mixin): Promise<Result> {
  const collected: Collected = collectedBy(occi, catalog, mixin);
  return listAll(occi, collected, catalog);
}

export async function associate(occi: OgfCall, catalog: Catalog, mixin: Mixin): Promise<Result> {
  occi.call.performs("tag");
  refuseFixed(mixin);
  const paths = pathsOf(occi, await sentOf(occi), catalog);
  return listed(occi, await addMembers(occi, catalog, mixin, paths), mixin);
}

export async function replace(occi: OgfCall, catalog: Catalog, mixin: Mixin): Promise<Result> {
  occi.call.performs("tag");
  refuseFixed(mixin);
  const paths = pathsOf(occi, await sentOf(occi), catalog);
  return listed(occi, await replaceMembers(occi, catalog, mixin, paths), mixin);
}

/** Without any entity in the request all are meant. */
export async function dissociate(occi: OgfCall, catalog: Catalog, mixin: Mixin): Promise<Result> {
  occi.call.performs("untag");
  refuseFixed(mixin);
  const sent = await sentOf(occi);
  const paths = pathsOf(occi, sent, catalog);
  const says = sent.representations.some(({ categories, attributes }) => categories.length + attributes.size > 0);
  if (paths.length === 0 && says) {
    throw new OcciError("INVALID_REQUEST", "The request does not name an entity that has the mixin.");
  }
  await removeMembersOf(occi, catalog, mixin, paths.length === 0 ? undefined : paths);
  return rendered(200, renderOk(occi.rendering));
}
