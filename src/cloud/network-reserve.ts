/** NETWORK_FROM: a new network as a reservation of addresses of a network that the administrator made. */
import { OcciError } from "../errors.ts";
import type { Session } from "../opennebula/client.ts";
import { template, xmlTemplate } from "../opennebula/template-writer.ts";
import * as vnets from "../opennebula/vnet.ts";
import { addressIn, lastAddress } from "./addresses.ts";
import type { CloudDeps } from "./deps.ts";
import * as fields from "./fields.ts";
import type { NetworkRequest } from "./model.ts";

/** As users write ranges: `10.0.0.1-10.0.0.254`. */
function wording(range: vnets.AddressRange): string {
  const first = range.ip ?? range.ip6;
  return first === undefined ? `${range.size} addresses without IP` : `${first}-${lastAddress(first, range.size)}`;
}

/** The range that holds the address. */
function rangeWith(parent: vnets.Vnet, address: string): vnets.AddressRange {
  const found = parent.ranges.find((range) =>
    [range.ip, range.ip6].some((first) => first !== undefined && addressIn(address, first, range.size)),
  );
  if (found !== undefined) return found;
  throw new OcciError("INVALID_REQUEST", `ADDRESS ${address} is in no range that networks are made from.`, {
    hint: `Ranges: ${parent.ranges.map(wording).join(", ") || "none"}.`,
  });
}

/**
 * Reserves the addresses (`one.vn.reserve`) and describes the new network.
 * @param parent id of the network to reserve from.
 * @returns the new network's id.
 * @throws OcciError INVALID_REQUEST when ADDRESS lies in none of the parent's ranges; as oned refuses. When a step after
 *   the reservation fails, it is taken back.
 */
export async function reserve(
  deps: CloudDeps,
  session: Session,
  parent: number,
  name: string,
  request: NetworkRequest,
): Promise<number> {
  const wanted: [string, string | number][] = [["NAME", name]];
  if (request.address === undefined || request.address === "") {
    wanted.push(["SIZE", fields.networkSize(request.size)]);
  } else {
    const range = fields.networkRange(request.address, request.size);
    const { id } = rangeWith(await vnets.info(deps.oned, session, parent), range.firstIp);
    wanted.push(["SIZE", range.size], ["AR_ID", id], [range.type === "IP4" ? "IP" : "IP6", range.firstIp]);
  }
  const description = request.description === undefined ? "" : fields.description(request.description);
  const id = await vnets.reserve(deps.oned, session, parent, xmlTemplate(wanted));
  if (description === "") return id;
  try {
    await vnets.update(deps.oned, session, id, template([["DESCRIPTION", description]]));
  } catch (error) {
    await vnets.remove(deps.oned, session, id);
    throw error;
  }
  return id;
}
