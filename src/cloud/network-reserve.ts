/** NETWORK_FROM: a new network as a reservation of addresses of a network that the administrator made. */
import { OcciError } from "../errors.ts";
import type { Session } from "../opennebula/client.ts";
import { template, xmlTemplate } from "../opennebula/template-writer.ts";
import * as vnets from "../opennebula/vnet.ts";
import type { RangeData } from "../templates/data.ts";
import { field, say } from "../wording.ts";
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
function rangeWith(ranges: readonly vnets.AddressRange[], address: string): vnets.AddressRange {
  const found = ranges.find((range) =>
    [range.ip, range.ip6].some((first) => first !== undefined && addressIn(address, first, range.size)),
  );
  if (found !== undefined) return found;
  throw new OcciError(
    "INVALID_REQUEST",
    say`${field("networkAddress")} ${address} is in no range that networks are made from.`,
    {
      hint: `Ranges: ${ranges.map(wording).join(", ") || "none"}.`,
    },
  );
}

/**
 * Refuses more addresses than a range holds: oned, 6.10 as 7.4, would first make a list entry for each address asked for,
 * up to gigabytes of memory and minutes in which it answers nobody. A reservation comes out of one range.
 */
function checkRoom(range: RangeData | undefined, size: number, candidates: readonly vnets.AddressRange[]): void {
  const fits = (candidate: vnets.AddressRange): boolean =>
    range === undefined
      ? size <= candidate.size
      : [candidate.ip, candidate.ip6].some(
          (first) => first !== undefined && addressIn(lastAddress(range.firstIp, size), first, candidate.size),
        );
  if (candidates.some(fits)) return;
  throw new OcciError("NO_FREE_LEASE", `No range that networks are made from has ${size} addresses for it.`, {
    hint: `Ranges: ${candidates.map(wording).join(", ") || "none"}.`,
  });
}

/**
 * Reserves the addresses (`one.vn.reserve`) and describes the new network.
 * @param parent id of the network to reserve from.
 * @returns the new network's id.
 * @throws OcciError INVALID_REQUEST when ADDRESS lies in none of the parent's ranges, NO_FREE_LEASE when none has so many
 *   addresses; as oned refuses. When a step after the reservation fails, it is taken back.
 */
export async function reserve(
  deps: CloudDeps,
  session: Session,
  parent: number,
  name: string,
  request: NetworkRequest,
): Promise<number> {
  const wanted: [string, string | number][] = [["NAME", name]];
  const { ranges } = await vnets.info(deps.oned, session, parent);
  if (request.address === undefined || request.address === "") {
    const size = fields.networkSize(request.size);
    checkRoom(undefined, size, ranges);
    wanted.push(["SIZE", size]);
  } else {
    const range = fields.networkRange(request.address, request.size);
    const from = rangeWith(ranges, range.firstIp);
    checkRoom(range, range.size, [from]);
    wanted.push(["SIZE", range.size], ["AR_ID", from.id], [range.type === "IP4" ? "IP" : "IP6", range.firstIp]);
  }
  const description = request.description === undefined ? "" : fields.description(request.description);
  const id = await vnets.reserve(deps.oned, session, parent, xmlTemplate(wanted));
  if (description === "") return id;
  try {
    await vnets.update(deps.oned, session, id, template([["DESCRIPTION", description]]));
  } catch (error) {
    throw await takeBack(deps, session, id, error);
  }
  return id;
}

/**
 * Deletes a network when a step after its making failed.
 * @returns the error for the client: that of the step, or OUTCOME_UNKNOWN naming the network when it is still there.
 */
export async function takeBack(deps: CloudDeps, session: Session, id: number, failure: unknown): Promise<unknown> {
  try {
    await vnets.remove(deps.oned, session, id);
    return failure;
  } catch {
    return new OcciError(
      "OUTCOME_UNKNOWN",
      `The network ${id} was created, but not completed, nor could it be deleted.`,
      {
        hint: say`GET ${{ place: `/network/${id}` }}: change it as you want it, or DELETE it before you create it again.`,
        cause: failure,
      },
    );
  }
}
