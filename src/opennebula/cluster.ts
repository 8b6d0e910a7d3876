/** Clusters, as far as users see them. */
import { text, type XmlRecord } from "../xml/record.ts";
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

/** `one.clusterpool.info`: for a plain user those that an ACL rule lets him use, mostly none. */
export function pool(oned: OnedClient, session: Session): Promise<PoolAnswer> {
  return oned.readPool(session, "one.clusterpool.info");
}
