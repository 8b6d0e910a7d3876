/** Deletion of networks and ipreservations. */
import * as vnets from "../../../opennebula/vnet.ts";
import { withUsers } from "../../in-use.ts";
import type { Caller } from "../caller.ts";
import { untilGone } from "../until-gone.ts";

export async function removeNetwork(caller: Caller, id: number): Promise<void> {
  const { deps, session } = caller;
  await withUsers(deps.oned, session, { kind: "vn", id }, () => vnets.remove(deps.oned, session, id));
  await untilGone(caller, () => vnets.info(deps.oned, session, id));
}
