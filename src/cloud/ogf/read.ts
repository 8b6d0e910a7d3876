/** One entity, by its path. */
import { type AnyEntity, COMPUTE, IP_RESERVATION, NETWORK, SECURITY_GROUP, STORAGE } from "../../dialects/ogf/index.ts";
import * as imageDetails from "../../opennebula/image-details.ts";
import * as groups from "../../opennebula/security-group.ts";
import * as vmDetails from "../../opennebula/vm-details.ts";
import * as vnetDetails from "../../opennebula/vnet-details.ts";
import type { Asking } from "./asking.ts";
import { computeEntity } from "./compute-entity.ts";
import type { Address } from "./endpoint.ts";
import { linkId } from "./link-ids.ts";
import { checkLive, notFound } from "./missing.ts";
import { isReservation, networkEntity, reservationEntity } from "./network-entity.ts";
import { securityGroupEntity } from "./security-group-entity.ts";
import { storageEntity } from "./storage-entity.ts";
import { readTags, type Tags } from "./tags.ts";
import type { Viewing } from "./viewing.ts";

async function compute({ deps, session }: Asking, id: number): Promise<vmDetails.VmDetails> {
  return checkLive(await vmDetails.details(deps.oned, session, id));
}

async function entityOf(asking: Asking, address: Address): Promise<(viewing: Viewing) => AnyEntity | undefined> {
  const { deps, session } = asking;
  const { oned } = deps;
  if (address.link !== undefined) {
    const vm = await compute(asking, address.link.vm);
    const id = linkId(address.link);
    return (viewing) => computeEntity(viewing, vm).links.find((link) => link.id === id && link.kind === address.kind);
  }
  const { id } = address;
  switch (address.kind) {
    case COMPUTE: {
      const vm = await compute(asking, id);
      return (viewing) => computeEntity(viewing, vm);
    }
    case NETWORK:
    case IP_RESERVATION: {
      const vnet = await vnetDetails.details(oned, session, id);
      // A NIC of a reserved address leads to it as to any network.
      if (address.kind === NETWORK) return (viewing) => networkEntity(viewing, vnet);
      if (!isReservation(vnet)) throw notFound();
      return (viewing) => reservationEntity(viewing, vnet);
    }
    case STORAGE: {
      const image = await imageDetails.details(oned, session, id);
      return (viewing) => storageEntity(viewing, image);
    }
    case SECURITY_GROUP: {
      const group = await groups.info(oned, session, id);
      return (viewing) => securityGroupEntity(viewing, group);
    }
    default:
      throw notFound();
  }
}

/**
 * The entity (`one.*.info`) with its tags (`one.user.info`).
 * @throws OcciError NOT_FOUND, FORBIDDEN as oned refuses.
 */
export async function readEntity(asking: Asking, address: Address, known?: Tags): Promise<AnyEntity> {
  const [make, tags] = await Promise.all([entityOf(asking, address), known ?? readTags(asking)]);
  const entity = make({ config: asking.deps.config, tags });
  if (entity === undefined) throw notFound();
  return entity;
}
