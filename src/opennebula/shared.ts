/** Objects that users share with the administrator, and whom their permissions let use them. */
import { readRecord, text } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { idsAt, owned, wholeNumber } from "./record-parts.ts";

/** By the name in oned's methods: the element of the answer, and the name in rules of access. */
const KINDS = {
  datastore: ["DATASTORE", "DATASTORE"],
  image: ["IMAGE", "IMAGE"],
  template: ["VMTEMPLATE", "TEMPLATE"],
  vn: ["VNET", "NET"],
} as const;

export type SharedKind = keyof typeof KINDS;

export interface Shared {
  readonly id: number;
  readonly name: string;
  readonly gid: number;
  readonly aclKind: (typeof KINDS)[SharedKind][1];
  readonly groupMayUse: boolean;
  readonly othersMayUse: boolean;
  readonly clusterIds: readonly number[];
}

/** `one.datastore.info` and the like. @throws OcciError as `OnedClient.read`. */
export async function shared(oned: OnedClient, session: Session, kind: SharedKind, id: number): Promise<Shared> {
  const [element, aclKind] = KINDS[kind];
  const record = readRecord(await oned.read(session, `one.${kind}.info`, id), element);
  const may = (whose: string): boolean => text(record, "PERMISSIONS", `${whose}_U`) === "1";
  return {
    id,
    name: owned(record).name,
    gid: wholeNumber(record, "GID"),
    aclKind,
    groupMayUse: may("GROUP"),
    othersMayUse: may("OTHER"),
    clusterIds: idsAt(record, "CLUSTERS"),
  };
}
