/** Users: calls `one.user.*` and `one.userpool.info`, and what of their answers is used. Never a password hash. */
import { all, readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, PoolAnswer, Session } from "./client.ts";
import { members } from "./pool.ts";
import { wholeNumber } from "./record-parts.ts";

export const QUOTAS = ["DATASTORE_QUOTA", "NETWORK_QUOTA", "VM_QUOTA", "IMAGE_QUOTA"] as const;

export interface OnedUser {
  readonly id: number;
  readonly name: string;
  readonly gname: string;
  /** The quota elements that the answer holds, in the order of QUOTAS. */
  readonly quotas: readonly (readonly [string, XmlRecord])[];
  /** Login tokens, as far as the caller may see them. */
  readonly tokens: readonly LoginToken[];
}

export interface LoginToken {
  readonly value: string;
  /** Seconds since 1970; undefined: it does not expire. */
  readonly expires: number | undefined;
  /** The one group whose rights it gives; undefined for all of the user's. */
  readonly group: number | undefined;
}

function tokenOf(record: XmlRecord): LoginToken {
  const time = Number(text(record, "EXPIRATION_TIME"));
  const group = Number(text(record, "EGID") ?? -1);
  return {
    value: text(record, "TOKEN") ?? "",
    expires: time >= 0 ? time : undefined,
    group: group >= 0 ? group : undefined,
  };
}

/** A `<USER>` element. */
export function userOf(record: XmlRecord): OnedUser {
  return {
    id: wholeNumber(record, "ID"),
    name: text(record, "NAME") ?? "",
    gname: text(record, "GNAME") ?? "",
    quotas: QUOTAS.flatMap((name) => all(record, name).map((quota) => [name, quota] as const)),
    tokens: all(record, "LOGIN_TOKEN").map(tokenOf),
  };
}

/** Oneself, for `info`. */
export const SELF = -1;

/** `one.user.info`; SELF is also the cheapest check of a login. */
export async function info(oned: OnedClient, session: Session, id: number): Promise<OnedUser> {
  return userOf(readRecord(await oned.read(session, "one.user.info", id), "USER"));
}

/** `one.userpool.info`: for a plain user only oneself, and never with quotas. */
export function pool(oned: OnedClient, session: Session): Promise<PoolAnswer> {
  return oned.readPool(session, "one.userpool.info");
}

export interface Group {
  readonly id: number;
  readonly name: string;
  readonly userIds: readonly number[];
}

/** `one.grouppool.info`: the groups that the caller sees. */
export async function groups(oned: OnedClient, session: Session): Promise<readonly Group[]> {
  const answer = await oned.readPool(session, "one.grouppool.info");
  const read = (record: XmlRecord): Group => ({
    id: wholeNumber(record, "ID"),
    name: text(record, "NAME") ?? "",
    userIds: all(record, "USERS", "ID").map(Number),
  });
  const found: Group[] = [];
  for await (const batch of members(answer, "GROUP_POOL", "GROUP", read, { siblings: GROUP_QUOTAS }))
    found.push(...batch);
  return found;
}

/** Ids of all who may be in the pool, by the members of the groups that the caller sees; oned lists the highest first. */
export async function memberIds(oned: OnedClient, session: Session): Promise<number[]> {
  const ids = new Set((await groups(oned, session)).flatMap(({ userIds }) => userIds));
  return [...ids].sort((a, b) => b - a);
}

/** VLAN_RULES came with 7.4. */
const GROUP_QUOTAS = ["QUOTAS", "DEFAULT_GROUP_QUOTAS", "VLAN_RULES"];

/**
 * `one.user.login`: makes a token, or drops one.
 * @param token "" for one of oned's making.
 * @param seconds how long it lives; 0 drops it, -1 is for ever.
 */
export async function login(
  oned: OnedClient,
  session: Session,
  user: string,
  token: string,
  seconds: number,
): Promise<string> {
  return String(await oned.change(session, "one.user.login", user, token, seconds, -1));
}
