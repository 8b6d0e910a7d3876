/**
 * Why a network has no address for a machine. oned has one sentence for a network that is full, an address that is in
 * use and one that the network does not have: the network itself shows which of them it is.
 */
import { OcciError } from "../errors.ts";
import { addressIn } from "../ip-address.ts";
import type { Session } from "../opennebula/client.ts";
import * as vnets from "../opennebula/vnet.ts";
import type { CloudDeps } from "./deps.ts";
import { rangesText } from "./ranges.ts";
import { readable } from "./readable.ts";

/** A NIC that is asked for. */
export interface RequestedNic {
  readonly networkId: number;
  /** Addresses that it is to have; of both kinds absent: any. */
  readonly ip?: string;
  readonly ip6?: string;
}

interface Reason {
  readonly message: string;
  readonly hint: string;
}

const ANY = "or none: OpenNebula then chooses a free one.";

/**
 * Why the network cannot give the addresses; undefined when it does not show.
 * @param requested the NICs that are asked for in this network.
 */
export function leaseReason(network: vnets.Vnet, requested: readonly RequestedNic[]): Reason | undefined {
  const { name, ranges, usedLeases: used } = network;
  const wanted = requested.flatMap(({ ip, ip6 }) => [ip, ip6].filter((address) => address !== undefined));
  const outside = wanted.find((address) => !ranges.some((range) => holds(range, address)));
  if (outside !== undefined) {
    return {
      message: `${outside} is outside ${rangesText(ranges, outside)} (network ${name}).`,
      hint: `Request an address of the network, ${ANY}`,
    };
  }
  const total = ranges.reduce((sum, { size }) => sum + size, 0);
  if (used >= total) {
    const inUse = total === 1 ? "its only address is in use" : `${used} of ${total} addresses are in use`;
    return {
      message: `${name} is full: ${total === 0 ? "it has no addresses" : inUse}.`,
      hint: "Free an address of the network, or use another network.",
    };
  }
  const free = total - used;
  if (requested.length > free) {
    return {
      message: `${name} has ${free} free ${free === 1 ? "address" : "addresses"}, but the request requires ${requested.length}.`,
      hint: "Free addresses of the network, or use another network.",
    };
  }
  const twice = wanted.find((address, index) => wanted.indexOf(address) !== index);
  if (twice !== undefined) {
    return { message: `${twice} is requested twice in ${name}.`, hint: `Request another address, ${ANY}` };
  }
  // oned shows to each user the leases of the machines that this user may see.
  const visible = wanted.filter((address) => network.leases.includes(address));
  const taken = visible.length > 0 ? visible : wanted;
  if (taken.length === 0) return undefined;
  return { message: `${taken.join(" or ")} is in use in ${name}.`, hint: `Request another address, ${ANY}` };
}

function holds({ ip, ip6, size }: vnets.AddressRange, address: string): boolean {
  return [ip, ip6].some((first) => first !== undefined && addressIn(address, first, size));
}

/**
 * Does what takes addresses of networks.
 * @param requested all NICs of the request.
 * @throws as the work does; NO_FREE_LEASE with the reason.
 */
export async function withLeaseReason<T>(
  { oned }: Pick<CloudDeps, "oned">,
  session: Session,
  requested: readonly RequestedNic[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OcciError) || error.code !== "NO_FREE_LEASE") throw error;
    const [, named] = /virtual network (\d+)/.exec(error.message) ?? [];
    const id = named === undefined ? requested[0]?.networkId : Number(named);
    if (id === undefined) throw error;
    const network = await readable(() => vnets.info(oned, session, id));
    const inIt = requested.filter(({ networkId }) => networkId === id);
    const reason = network && leaseReason(network, inIt);
    throw reason === undefined ? error : new OcciError(error.code, reason.message, { hint: reason.hint, cause: error });
  }
}
