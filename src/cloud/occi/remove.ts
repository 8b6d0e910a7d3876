/** Deletes entities. */
import { COMPUTE, IP_RESERVATION, NETWORK, SECURITY_GROUP, STORAGE } from "../../dialects/occi/index.ts";
import * as images from "../../opennebula/image.ts";
import * as groups from "../../opennebula/security-group.ts";
import * as vms from "../../opennebula/vm.ts";
import * as vnets from "../../opennebula/vnet.ts";
import type { Asking } from "./asking.ts";
import type { Address } from "./endpoint.ts";
import { removeLink } from "./links.ts";
import { notFound } from "./read.ts";

/** @throws OcciError as oned refuses: FORBIDDEN, IN_USE, NOT_FOUND. */
export async function removeEntity(asking: Asking, address: Address): Promise<void> {
  const { deps, session } = asking;
  if (address.link !== undefined) return removeLink(asking, address.link);
  const { id, kind } = address;
  if (kind === COMPUTE) return vms.action(deps.oned, session, id, "terminate-hard");
  if (kind === NETWORK || kind === IP_RESERVATION) return vnets.remove(deps.oned, session, id);
  if (kind === STORAGE) return images.remove(deps.oned, session, id);
  if (kind === SECURITY_GROUP) return groups.remove(deps.oned, session, id);
  throw notFound();
}
