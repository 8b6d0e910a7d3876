/** Clusters, as far as users see them. */
import { readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, PoolAnswer, Session } from "./client.ts";
import { wholeNumber } from "./record-parts.ts";

export interface Cluster {
  readonly id: number;
  readonly name: string;
}

/** A `<CLUSTER>` element. */
export function clusterOf(record: XmlRecord): Cluster {
  return { id: wholeNumber(record, "ID"), name: text(record, "NAME") ?? "" };
}

/** `one.cluster.info`. */
export async function info(oned: OnedClient, session: Session, id: number): Promise<Cluster> {
  return clusterOf(readRecord(await oned.read(session, "one.cluster.info", id), "CLUSTER"));
}

/** `one.clusterpool.info`: for a plain user those that an ACL rule lets them use, mostly none. */
export function pool(oned: OnedClient, session: Session): Promise<PoolAnswer> {
  return oned.readPool(session, "one.clusterpool.info");
}
