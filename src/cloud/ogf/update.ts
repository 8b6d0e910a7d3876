/** Updates of entities: in part (POST) or as a whole (PUT). Everything is checked before anything is changed. */
import {
  type AnyEntity,
  COMPUTE,
  type EntityRequest,
  IP_RESERVATION,
  NETWORK,
  SECURITY_GROUP,
  STORAGE,
  type TypeId,
  termOf,
} from "../../dialects/ogf/index.ts";
import type { Address } from "./address.ts";
import type { Caller } from "./caller.ts";
import { type Change, refuseMixins } from "./change.ts";
import { updateCompute } from "./compute/update.ts";
import { type Difference, differenceOf, refuseOthers } from "./difference.ts";
import { updateNetwork } from "./network/update.ts";
import { updateSecurityGroup } from "./security-group/update.ts";
import { updateStorage } from "./storage/update.ts";
import { changeMembers, type Membership, tagOf } from "./tags/tags.ts";
import type { Catalog } from "./types/catalog.ts";

function tagChanges({ tags }: Catalog, entity: AnyEntity, { addedMixins, droppedMixins }: Difference): Membership[] {
  const kindTerm = termOf(entity.kind);
  const membership = (tag: TypeId, add: string[], remove: string[]) => ({ tag, kindTerm, add, remove });
  return [
    ...addedMixins.filter((id) => tagOf(tags, id) !== undefined).map((id) => membership(id, [entity.id], [])),
    ...droppedMixins.filter((id) => tagOf(tags, id) !== undefined).map((id) => membership(id, [], [entity.id])),
  ];
}

async function changeOfKind(caller: Caller, address: Address, change: Change): Promise<void> {
  if (address.id !== undefined) {
    const { id, kind } = address;
    if (kind === COMPUTE) return updateCompute(caller, id, change);
    if (kind === NETWORK || kind === IP_RESERVATION) return updateNetwork(caller, id, change);
    if (kind === STORAGE) return updateStorage(caller, id, change);
    if (kind === SECURITY_GROUP) return updateSecurityGroup(caller, id, change);
  }
  refuseMixins(change.newMixins);
  refuseOthers(change.difference, [], "DELETE the link and create it anew.");
}

/**
 * Updates an entity.
 * @param entity as it is.
 * @param replace whether what is not sent goes to its default; links stay in any case.
 * @throws OcciError INVALID_REQUEST, NOT_SUPPORTED naming what cannot be changed; as oned refuses.
 */
export async function updateEntity(
  caller: Caller,
  catalog: Catalog,
  address: Address,
  entity: AnyEntity,
  request: EntityRequest,
  replace: boolean,
): Promise<void> {
  const difference = differenceOf(catalog.registry, entity, request, replace);
  const newMixins = difference.addedMixins.filter((id) => tagOf(catalog.tags, id) === undefined);
  const tags = tagChanges(catalog, entity, difference);
  await changeOfKind(caller, address, { entity, request, difference, newMixins });
  await changeMembers(caller, tags);
}
