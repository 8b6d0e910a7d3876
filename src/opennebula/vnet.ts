/** Virtual networks: calls `one.vn.*` and `one.vnpool.info`, and what of their answers is used. */
import { all, readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { type PoolCall, poolCall } from "./pool.ts";
import { isPublic, type Owned, owned, wholeNumber } from "./record-parts.ts";
import { VNET_STATES } from "./states.ts";

export interface AddressRange {
  readonly id: number;
  readonly ip: string | undefined;
  readonly ip6: string | undefined;
  readonly size: number;
}

export interface Vnet extends Owned {
  readonly state: (typeof VNET_STATES)[number];
  readonly ranges: readonly AddressRange[];
  readonly usedLeases: number;
  /** IPv4 and IPv6 addresses in use, as far as the caller may see who uses them; of a pool's networks none. */
  readonly leases: readonly string[];
  readonly description: string | undefined;
  readonly error: string | undefined;
  readonly public: boolean;
}

function rangeOf(record: XmlRecord): AddressRange {
  return {
    id: wholeNumber(record, "AR_ID"),
    ip: text(record, "IP") || undefined,
    ip6: text(record, "IP6_GLOBAL") || text(record, "IP6") || text(record, "IP6_ULA") || undefined,
    size: wholeNumber(record, "SIZE"),
  };
}

/** Every address of a lease, IPv4 first. */
export function addressesOf(lease: XmlRecord): string[] {
  return ["IP", "IP6", "IP6_GLOBAL", "IP6_ULA"].flatMap((name) => text(lease, name) || []);
}

/** A `<VNET>` element, from `one.vn.info` or `one.vnpool.info`. */
export function vnetOf(record: XmlRecord): Vnet {
  const used = text(record, "USED_LEASES");
  return {
    ...owned(record),
    // STATE came with 6.0: before, a network that exists is ready.
    state: VNET_STATES[Number(text(record, "STATE") ?? 1)] ?? "INIT",
    ranges: all(record, "AR_POOL", "AR").map(rangeOf),
    usedLeases: used === undefined || used === "" ? 0 : wholeNumber(record, "USED_LEASES"),
    leases: all(record, "AR_POOL", "AR")
      .flatMap((range) => all(range, "LEASES", "LEASE"))
      .flatMap(addressesOf),
    description: text(record, "TEMPLATE", "DESCRIPTION") || undefined,
    error: text(record, "TEMPLATE", "ERROR") || undefined,
    public: isPublic(record),
  };
}

/** `one.vn.info`. */
export async function info(oned: OnedClient, session: Session, id: number): Promise<Vnet> {
  return vnetOf(readRecord(await oned.read(session, "one.vn.info", id), "VNET"));
}

/** `one.vnpool.info`: all that the user may see. */
export const pool: PoolCall = poolCall("one.vnpool.info");

/** `one.vn.allocate`; the new network's id. Its ranges come later: it is LOCK_CREATE until then. */
export async function allocate(oned: OnedClient, session: Session, template: string, cluster: number): Promise<number> {
  return Number(await oned.change(session, "one.vn.allocate", template, cluster));
}

/** `one.vn.reserve` of addresses of network `parent`; the new network's id. */
export async function reserve(oned: OnedClient, session: Session, parent: number, template: string): Promise<number> {
  return Number(await oned.change(session, "one.vn.reserve", parent, template));
}

/** `one.vn.update`, appending to what is there. */
export async function update(oned: OnedClient, session: Session, id: number, template: string): Promise<void> {
  await oned.change(session, "one.vn.update", id, template, 1);
}

/** `one.vn.chmod` of the group's USE bit, as 4.6's PUBLIC did. */
export async function publish(oned: OnedClient, session: Session, id: number, open: boolean): Promise<void> {
  await oned.change(session, "one.vn.chmod", id, -1, -1, -1, open ? 1 : 0, -1, -1, -1, -1, -1);
}

/** `one.vn.rename`. */
export async function rename(oned: OnedClient, session: Session, id: number, name: string): Promise<void> {
  await oned.change(session, "one.vn.rename", id, name);
}

/** `one.vn.delete`. */
export async function remove(oned: OnedClient, session: Session, id: number): Promise<void> {
  await oned.change(session, "one.vn.delete", id);
}
