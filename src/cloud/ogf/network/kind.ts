/** Networks, and the single addresses that are reserved from them. */
import { IP_RESERVATION, NETWORK } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { details, type VnetDetails } from "../../../opennebula/vnet-details.ts";
import { resourceKind } from "../kind.ts";
import { notFound } from "../not-found.ts";
import { createNetwork, createReservation } from "./create.ts";
import { isReservation, networkEntity, reservationEntity } from "./entity.ts";
import { VNET_POOL } from "./pool.ts";
import { removeNetwork } from "./remove.ts";
import { updateNetwork } from "./update.ts";

async function refuseSwitch(): Promise<never> {
  throw new OcciError(
    "NOT_SUPPORTED",
    "OpenNebula cannot switch networks on or off: a network is up for as long as it exists.",
  );
}

const OF_BOTH = { pool: VNET_POOL, update: updateNetwork, act: refuseSwitch, remove: removeNetwork } as const;

export const network = resourceKind<VnetDetails>({
  ...OF_BOTH,
  type: NETWORK,
  // Those that were made as an ipreservation as well: a NIC of a reserved address leads to it as to any network.
  read: ({ deps, session }, id) => details(deps.oned, session, id),
  entity: networkEntity,
  create: createNetwork,
});

export const ipReservation = resourceKind<VnetDetails>({
  ...OF_BOTH,
  type: IP_RESERVATION,
  async read({ deps, session }, id) {
    const vnet = await details(deps.oned, session, id);
    if (!isReservation(vnet)) throw notFound();
    return vnet;
  },
  entity: reservationEntity,
  create: createReservation,
});
