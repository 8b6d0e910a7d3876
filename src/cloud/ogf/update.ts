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
import type { Asking } from "./asking.ts";
import type { Catalog } from "./catalog.ts";
import { type Change, refuseMixins } from "./change.ts";
import { type Difference, differenceOf, refuseOthers } from "./difference.ts";
import type { Address } from "./endpoint.ts";
import { changeMembers, type Membership, tagOf } from "./tags.ts";
import { updateCompute } from "./update-compute.ts";
import { updateNetwork } from "./update-network.ts";
import { updateSecurityGroup } from "./update-security-group.ts";
import { updateStorage } from "./update-storage.ts";

function tagChanges({ tags }: Catalog, entity: AnyEntity, { addedMixins, droppedMixins }: Difference): Membership[] {
  const kindTerm = termOf(entity.kind);
  const membership = (tag: TypeId, add: string[], remove: string[]) => ({ tag, kindTerm, add, remove });
  return [
    ...addedMixins.filter((id) => tagOf(tags, id) !== undefined).map((id) => membership(id, [entity.id], [])),
    ...droppedMixins.filter((id) => tagOf(tags, id) !== undefined).map((id) => membership(id, [], [entity.id])),
  ];
}

async function changeOfKind(asking: Asking, address: Address, change: Change): Promise<void> {
  if (address.id !== undefined) {
    const { id, kind } = address;
    if (kind === COMPUTE) return updateCompute(asking, id, change);
    if (kind === NETWORK || kind === IP_RESERVATION) return updateNetwork(asking, id, change);
    if (kind === STORAGE) return updateStorage(asking, id, change);
    if (kind === SECURITY_GROUP) return updateSecurityGroup(asking, id, change);
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
  asking: Asking,
  catalog: Catalog,
  address: Address,
  entity: AnyEntity,
  request: EntityRequest,
  replace: boolean,
): Promise<void> {
  const difference = differenceOf(catalog.registry, entity, request, replace);
  const newMixins = difference.addedMixins.filter((id) => tagOf(catalog.tags, id) === undefined);
  const tags = tagChanges(catalog, entity, difference);
  await changeOfKind(asking, address, { entity, request, difference, newMixins });
  await changeMembers(asking, tags);
}
