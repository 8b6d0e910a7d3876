/** Networks of oned: those that were made as an ipreservation are shown as one. */
import * as vnets from "../../../opennebula/vnet.ts";
import { vnetDetailsOf } from "../../../opennebula/vnet-details.ts";
import type { Pool } from "../kind.ts";
import { isReservation, networkEntity, reservationEntity } from "./entity.ts";

export const VNET_POOL: Pool = {
  name: "VNET",
  word: "network",
  // Networks share it with ipreservations: pages of either are cut from the whole.
  pagedKind: undefined,
  list: ({ deps, session }, range, whose) => vnets.pool(deps.oned, session, range, whose),
  entities(view, record) {
    const vnet = vnetDetailsOf(record);
    return [isReservation(vnet) ? reservationEntity(view, vnet) : networkEntity(view, vnet)];
  },
};
