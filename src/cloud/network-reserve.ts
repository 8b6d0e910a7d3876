/** NETWORK_FROM: a new network as a reservation of addresses of a network that the administrator made. */
import { OcciError } from "../errors.ts";
import { addressIn, lastAddress } from "../ip-address.ts";
import type { NetworkRequest } from "../model.ts";
import type { Session } from "../opennebula/client.ts";
import { template, xmlTemplate } from "../opennebula/template-writer.ts";
import * as vnets from "../opennebula/vnet.ts";
import type { RangeData } from "../templates/data.ts";
import { field, type Sentence, say } from "../wording.ts";
import type { CloudDeps } from "./deps.ts";
import * as fields from "./fields.ts";
import { rangesText, spanText } from "./ranges.ts";

/** The range that holds the address. */
function rangeWith(ranges: readonly vnets.AddressRange[], address: string): vnets.AddressRange {
  const found = ranges.find((range) =>
    [range.ip, range.ip6].some((first) => first !== undefined && addressIn(address, first, range.size)),
  );
  if (found !== undefined) return found;
  throw new OcciError(
    "INVALID_REQUEST",
    say`${field("networkAddress")} ${address} is not in a range from which networks are created.`,
    {
      hint: `Ranges: ${rangesText(ranges)}.`,
    },
  );
}

/**
 * Refuses more addresses than a range holds: oned, 6.10 as 7.4, would first make a list entry for each address asked
 * for, up to gigabytes of memory and minutes in which it answers nobody. A reservation comes out of one range.
 */
function checkRoom(
  range: RangeData | undefined,
  { size, assumed }: Amount,
  candidates: readonly vnets.AddressRange[],
): void {
  const fits = (candidate: vnets.AddressRange): boolean =>
    range === undefined
      ? size <= candidate.size
      : [candidate.ip, candidate.ip6].some(
          (first) => first !== undefined && addressIn(lastAddress(range.firstIp, size), first, candidate.size),
        );
  if (candidates.some(fits)) return;
  throw new OcciError("NO_FREE_LEASE", `No range from which networks are created has ${size} addresses free for it.`, {
    hint: say`Ranges: ${rangesText(candidates)}. ${howMany(assumed, size)}`,
  });
}

/** How many addresses are to be reserved. */
interface Amount {
  readonly size: number;
  /** The request does not say it. */
  readonly assumed: boolean;
}

function howMany(assumed: boolean, size: number): Sentence {
  return assumed
    ? say`The request does not say how many addresses (${field("networkSize")}), so ${size} were assumed: request fewer.`
    : say`Request fewer addresses.`;
}

/** oned's refusal in the words of the request: it names neither the network nor the addresses. */
function notFree(
  error: unknown,
  { name, ranges, usedLeases: used }: vnets.Vnet,
  { size, assumed }: Amount,
  first?: string,
): unknown {
  if (!(error instanceof OcciError) || error.code !== "NO_FREE_LEASE") return error;
  const total = ranges.reduce((sum, range) => sum + range.size, 0);
  const use = `${used} of ${total} addresses are in use`;
  const refused = (message: string, hint: Sentence) => new OcciError("NO_FREE_LEASE", message, { hint, cause: error });
  if (first !== undefined) {
    const taken = size === 1 ? `${first} is in use` : `${spanText(first, size)} is partly in use`;
    return refused(
      `${taken} in ${name}: ${use}.`,
      say`Request other addresses. ${size === 1 ? "" : howMany(assumed, size)}`,
    );
  }
  if (size === 1) return refused(`${name} is full: ${use}.`, say`Free one of its addresses.`);
  return refused(`${name} does not have ${size} free addresses in a row: ${use}.`, howMany(assumed, size));
}

/**
 * Reserves the addresses (`one.vn.reserve`) and describes the new network.
 * @param parent id of the network to reserve from.
 * @returns the new network's id.
 * @throws OcciError INVALID_REQUEST when ADDRESS lies in none of the parent's ranges, NO_FREE_LEASE when none has so
 *   many addresses; as oned refuses. When a step after the reservation fails, it is taken back.
 */
export async function reserve(
  deps: CloudDeps,
  session: Session,
  parent: number,
  name: string,
  request: NetworkRequest,
): Promise<number> {
  const wanted: [string, string | number][] = [["NAME", name]];
  const from = await vnets.info(deps.oned, session, parent);
  const assumed = (request.size ?? "").trim() === "";
  let size: number;
  let first: string | undefined;
  if (request.address === undefined || request.address === "") {
    size = fields.networkSize(request.size);
    checkRoom(undefined, { size, assumed }, from.ranges);
    wanted.push(["SIZE", size]);
  } else {
    const range = fields.networkRange(request.address, request.size);
    size = range.size;
    first = range.firstIp;
    const within = rangeWith(from.ranges, first);
    checkRoom(range, { size, assumed }, [within]);
    wanted.push(["SIZE", size], ["AR_ID", within.id], [range.type === "IP4" ? "IP" : "IP6", first]);
  }
  const description = request.description === undefined ? "" : fields.description(request.description);
  const id = await vnets.reserve(deps.oned, session, parent, xmlTemplate(wanted)).catch((error) => {
    throw notFree(error, from, { size, assumed }, first);
  });
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
      `The network ${id} was created but not completed, and could not be deleted.`,
      {
        hint: say`${{ look: `/network/${id}` }} shows it: change it, or delete it before you create it again.`,
        cause: failure,
      },
    );
  }
}
