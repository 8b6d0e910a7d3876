/** Security groups: calls `one.secgroup.*` and `one.secgrouppool.info`, and what of their answers is used. */
import { readRecord, text, type XmlRecord } from "../xml/record.ts";
import { wasCut } from "../xml/trim.ts";
import type { OnedClient, Session } from "./client.ts";
import { type PoolCall, poolCall } from "./pool.ts";
import { type Owned, owned, scalars, vectors } from "./record-parts.ts";

export interface SecurityGroup extends Owned {
  readonly description: string | undefined;
  /** RULE vectors: PROTOCOL, RULE_TYPE, RANGE, ICMP_TYPE, IP and SIZE, NETWORK_ID. */
  readonly rules: readonly ReadonlyMap<string, string>[];
  readonly notes: ReadonlyMap<string, string>;
  /** Whether there is more than was read. */
  readonly cut: boolean;
}

/** A `<SECURITY_GROUP>` element, from `one.secgroup.info` or `one.secgrouppool.info`. */
export function securityGroupOf(record: XmlRecord): SecurityGroup {
  return {
    ...owned(record),
    description: text(record, "TEMPLATE", "DESCRIPTION") || undefined,
    rules: vectors(record, "TEMPLATE", "RULE"),
    notes: scalars(record, "TEMPLATE"),
    cut: wasCut(record),
  };
}

/** `one.secgroup.info`. */
export async function info(oned: OnedClient, session: Session, id: number): Promise<SecurityGroup> {
  return securityGroupOf(readRecord(await oned.read(session, "one.secgroup.info", id), "SECURITY_GROUP"));
}

/** `one.secgrouppool.info`: all that the user may use. */
export const pool: PoolCall = poolCall("one.secgrouppool.info");

/** `one.secgroup.allocate`; the new group's id. */
export async function allocate(oned: OnedClient, session: Session, template: string): Promise<number> {
  return Number(await oned.change(session, "one.secgroup.allocate", template));
}

/** `one.secgroup.update`: replaces the whole template, or appends to it. */
export async function update(
  oned: OnedClient,
  session: Session,
  id: number,
  template: string,
  append: boolean,
): Promise<void> {
  await oned.change(session, "one.secgroup.update", id, template, append ? 1 : 0);
}

/** `one.secgroup.rename`. */
export async function rename(oned: OnedClient, session: Session, id: number, name: string): Promise<void> {
  await oned.change(session, "one.secgroup.rename", id, name);
}

/** `one.secgroup.delete`. */
export async function remove(oned: OnedClient, session: Session, id: number): Promise<void> {
  await oned.change(session, "one.secgroup.delete", id);
}
