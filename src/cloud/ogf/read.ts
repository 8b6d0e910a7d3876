/** One entity, by its path. */
import { type AnyEntity, COMPUTE, IP_RESERVATION, NETWORK, SECURITY_GROUP, STORAGE } from "../../dialects/ogf/index.ts";
import * as imageDetails from "../../opennebula/image-details.ts";
import * as groups from "../../opennebula/security-group.ts";
import * as vmDetails from "../../opennebula/vm-details.ts";
import * as vnetDetails from "../../opennebula/vnet-details.ts";
import type { Address } from "./address.ts";
import type { Caller } from "./caller.ts";
import { computeEntity } from "./compute/entity.ts";
import { linkId } from "./link/id.ts";
import { checkLive, notFound } from "./missing.ts";
import { isReservation, networkEntity, reservationEntity } from "./network/entity.ts";
import { securityGroupEntity } from "./security-group/entity.ts";
import { storageEntity } from "./storage/entity.ts";
import { readTags, type Tags } from "./tags/tags.ts";
import { type ViewContext, viewContext } from "./view-context.ts";

async function compute({ deps, session }: Caller, id: number): Promise<vmDetails.VmDetails> {
  return checkLive(await vmDetails.details(deps.oned, session, id));
}

async function entityOf(caller: Caller, address: Address): Promise<(view: ViewContext) => AnyEntity | undefined> {
  const { deps, session } = caller;
  const { oned } = deps;
  if (address.link !== undefined) {
    const vm = await compute(caller, address.link.vm);
    const id = linkId(address.link);
    return (view) => computeEntity(view, vm).links.find((link) => link.id === id && link.kind === address.kind);
  }
  const { id } = address;
  switch (address.kind) {
    case COMPUTE: {
      const vm = await compute(caller, id);
      return (view) => computeEntity(view, vm);
    }
    case NETWORK:
    case IP_RESERVATION: {
      const vnet = await vnetDetails.details(oned, session, id);
      // A NIC of a reserved address leads to it as to any network.
      if (address.kind === NETWORK) return (view) => networkEntity(view, vnet);
      if (!isReservation(vnet)) throw notFound();
      return (view) => reservationEntity(view, vnet);
    }
    case STORAGE: {
      const image = await imageDetails.details(oned, session, id);
      return (view) => storageEntity(view, image);
    }
    case SECURITY_GROUP: {
      const group = await groups.info(oned, session, id);
      return (view) => securityGroupEntity(view, group);
    }
    default:
      throw notFound();
  }
}

/**
 * The entity (`one.*.info`) with its tags (`one.user.info`).
 * @throws OcciError NOT_FOUND, FORBIDDEN as oned refuses.
 */
export async function readEntity(caller: Caller, address: Address, known?: Tags): Promise<AnyEntity> {
  const [make, tags] = await Promise.all([entityOf(caller, address), known ?? readTags(caller)]);
  const entity = make(viewContext(caller, tags));
  if (entity === undefined) throw notFound();
  return entity;
}
