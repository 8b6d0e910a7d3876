/** Rules of access: `one.acl.info`, which oned answers to administrators only. */
import { all, readRecord, text } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import type { Shared } from "./shared.ts";

/** `@1 NET+IMAGE/#5 USE+MANAGE #0`; the zone counts for nothing here. */
export interface AclRule {
  /** `*`, or `@` with the id of a group, `#` of a user. */
  readonly who: string;
  readonly kinds: readonly string[];
  /** `*`, or `#` with an id, `@` with that of a group, `%` of a cluster. */
  readonly what: string;
  readonly rights: readonly string[];
}

/** A rule as oned writes it; undefined for any other text. */
export function parseRule(written: string): AclRule | undefined {
  const [, who = "", kinds = "", what = "", rights = ""] =
    /^(\*|[@#]\d+)\s+([A-Z0-9+]+)\/(\*|[#@%]\d+)\s+([A-Z+]+)(?:\s+\S+)?$/.exec(written.trim()) ?? [];
  if (who === "") return undefined;
  return { who, kinds: kinds.split("+"), what, rights: rights.split("+") };
}

/** All rules. @throws OcciError FORBIDDEN for all but administrators. */
export async function rules(oned: OnedClient, session: Session): Promise<readonly AclRule[]> {
  const record = readRecord(await oned.read(session, "one.acl.info"), "ACL_POOL");
  return all(record, "ACL").flatMap((rule) => parseRule(text(rule, "STRING") ?? "") ?? []);
}

/** Whether a rule lets all users of a group use an object. */
export function letsUse({ who, kinds, what, rights }: AclRule, group: number, object: Shared): boolean {
  if (who !== "*" && who !== `@${group}`) return false;
  if (!kinds.includes(object.aclKind) || !rights.includes("USE")) return false;
  if (what === "*" || what === `#${object.id}` || what === `@${object.gid}`) return true;
  return what.startsWith("%") && object.clusterIds.includes(Number(what.slice(1)));
}
