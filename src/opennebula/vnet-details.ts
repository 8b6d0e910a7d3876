/** All of a network that OCCI 1.2 shows: what `vnet.ts` reads, and more. */
import { all, readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { idsAt, optionalNumber, scalars } from "./record-parts.ts";
import { addressesOf, type Vnet, vnetOf } from "./vnet.ts";

/** Addresses of a network that a machine has. */
export interface VnetLease {
  readonly vmId: number;
  /** IPv4 first. */
  readonly addresses: readonly string[];
  readonly mac: string | undefined;
}

export interface VnetDetails extends Vnet {
  /** The leases of machines that the caller may see; none for the networks of a pool. */
  readonly machineLeases: readonly VnetLease[];
  /** The network that this one is a reservation of. */
  readonly parentId: number | undefined;
  readonly clusterIds: readonly number[];
  readonly bridge: string | undefined;
  readonly phydev: string | undefined;
  readonly vlanId: number | undefined;
  /** The texts of TEMPLATE: GATEWAY, NETWORK_ADDRESS, what users have noted. */
  readonly notes: ReadonlyMap<string, string>;
}

/** A lease of a machine; undefined for one that is held back, or that a reservation has. */
function leaseOf(record: XmlRecord): VnetLease | undefined {
  const vmId = optionalNumber(text(record, "VM"));
  if (vmId === undefined) return undefined;
  return { vmId, addresses: addressesOf(record), mac: text(record, "MAC") || undefined };
}

/** A `<VNET>` element, from `one.vn.info` or `one.vnpool.info`. */
export function vnetDetailsOf(record: XmlRecord): VnetDetails {
  return {
    ...vnetOf(record),
    machineLeases: all(record, "AR_POOL", "AR")
      .flatMap((range) => all(range, "LEASES", "LEASE"))
      .flatMap((lease) => leaseOf(lease) ?? []),
    parentId: optionalNumber(text(record, "PARENT_NETWORK_ID")),
    clusterIds: idsAt(record, "CLUSTERS"),
    bridge: text(record, "BRIDGE") || undefined,
    phydev: text(record, "PHYDEV") || undefined,
    vlanId: optionalNumber(text(record, "VLAN_ID")),
    notes: scalars(record, "TEMPLATE"),
  };
}

/** `one.vn.info`. */
export async function details(oned: OnedClient, session: Session, id: number): Promise<VnetDetails> {
  return vnetDetailsOf(readRecord(await oned.read(session, "one.vn.info", id), "VNET"));
}
