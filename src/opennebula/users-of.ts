/** Which machines use an object, and so keep it from being deleted or changed. */
import { all, readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { idsAt, optionalNumber } from "./record-parts.ts";

export interface Users {
  /** Ids, as oned lists them; of a network only those that the caller may see. */
  readonly vmIds: readonly number[];
  /** Networks that are reserved from a network, as far as the caller may see them. */
  readonly networkIds: readonly number[];
  /** Addresses of a network in use whose users oned does not tell the caller, or that have none (they are held). */
  readonly hidden: number;
  /** Whether others use it as well: reservations, routers, addresses that are held. */
  readonly others: boolean;
}

function leasedTo(record: XmlRecord): Users {
  const leases = all(record, "AR_POOL", "AR").flatMap((range) => all(range, "LEASES", "LEASE"));
  const ids = (name: string) => leases.flatMap((lease) => optionalNumber(text(lease, name)) ?? []);
  const [vms, networks] = [ids("VM"), ids("VNET")];
  const used = Math.max(leases.length, optionalNumber(text(record, "USED_LEASES")) ?? 0);
  return {
    vmIds: [...new Set(vms)],
    networkIds: [...new Set(networks)],
    hidden: used - vms.length - networks.length,
    others: vms.length < leases.length,
  };
}

/** @param kind `image`, `vn` or `secgroup`. @throws OcciError as `OnedClient.read`. */
export async function usersOf(oned: OnedClient, session: Session, kind: string, id: number): Promise<Users> {
  const answer = await oned.read(session, `one.${kind}.info`, id);
  if (kind === "vn") return leasedTo(readRecord(answer, "VNET"));
  if (kind === "image") return ofMachines(idsAt(readRecord(answer, "IMAGE"), "VMS"));
  const record = readRecord(answer, "SECURITY_GROUP");
  const lists = ["UPDATED_VMS", "OUTDATED_VMS", "UPDATING_VMS", "ERROR_VMS"];
  return ofMachines(lists.flatMap((list) => idsAt(record, list)));
}

function ofMachines(vmIds: readonly number[]): Users {
  return { vmIds, networkIds: [], hidden: 0, others: false };
}
