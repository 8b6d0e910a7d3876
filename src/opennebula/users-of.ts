/** Which machines use an object, and so keep it from being deleted or changed. */
import { all, readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { idsAt, optionalNumber } from "./record-parts.ts";

export interface Users {
  /** Ids, as oned lists them. */
  readonly vmIds: readonly number[];
  /** Whether others use it as well: reservations, routers, addresses that are held. */
  readonly others: boolean;
}

function leasedTo(record: XmlRecord): Users {
  const leases = all(record, "AR_POOL", "AR").flatMap((range) => all(range, "LEASES", "LEASE"));
  const vmIds = leases.flatMap((lease) => optionalNumber(text(lease, "VM")) ?? []);
  return { vmIds, others: vmIds.length < leases.length };
}

/** @param kind `image`, `vn` or `secgroup`. @throws OcciError as `OnedClient.read`. */
export async function usersOf(oned: OnedClient, session: Session, kind: string, id: number): Promise<Users> {
  const answer = await oned.read(session, `one.${kind}.info`, id);
  if (kind === "vn") return leasedTo(readRecord(answer, "VNET"));
  if (kind === "image") return { vmIds: idsAt(readRecord(answer, "IMAGE"), "VMS"), others: false };
  const record = readRecord(answer, "SECURITY_GROUP");
  const lists = ["UPDATED_VMS", "OUTDATED_VMS", "UPDATING_VMS", "ERROR_VMS"];
  return { vmIds: lists.flatMap((list) => idsAt(record, list)), others: false };
}
