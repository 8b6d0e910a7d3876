/** The rights of users: permission bits, ACL rules, and the group oneadmin that may do everything. */
import { Failure } from "../failure.ts";
import type { AclRule, LoginToken, Owned, User } from "../records.ts";
import type { World } from "../world.ts";

export type Right = "USE" | "MANAGE" | "ADMIN" | "CREATE";
export type Kind = "VM" | "NET" | "IMAGE" | "USER" | "TEMPLATE" | "DATASTORE" | "CLUSTER" | "SECGROUP" | "ZONE";

/** Bits of `acl.h`: the kinds of resources, in the upper half of a rule's resource. */
const KIND_BITS: Record<Kind, bigint> = {
  VM: 0x1000000000n,
  NET: 0x4000000000n,
  IMAGE: 0x8000000000n,
  USER: 0x10000000000n,
  TEMPLATE: 0x20000000000n,
  DATASTORE: 0x100000000000n,
  CLUSTER: 0x200000000000n,
  SECGROUP: 0x1000000000000n,
  ZONE: 0x800000000000n,
};
const RIGHT_BITS: Record<Right, bigint> = { USE: 1n, MANAGE: 2n, ADMIN: 4n, CREATE: 8n };
const INDIVIDUAL = 0x100000000n;
const GROUP = 0x200000000n;
const ALL = 0x400000000n;
const ID_MASK = 0xffffffffn;

/** The user of a call, and the token that the session was opened with, if any. */
export interface Caller {
  readonly user: User;
  readonly token: LoginToken | undefined;
}

export interface Request {
  readonly right: Right;
  readonly kind: Kind;
  /** Without one the right is on the kind (CREATE). */
  readonly object?: { readonly id: number; readonly uid?: number; readonly gid?: number } & Partial<Owned>;
}

/** The groups that a caller acts in: all, or the one of the token. */
export function groupsOf(caller: Caller): readonly number[] {
  const egid = caller.token?.egid ?? -1;
  return egid === -1 ? caller.user.groups : [egid];
}

/** Users of the group oneadmin may do everything. */
export function isAdmin(caller: Caller): boolean {
  return caller.user.id === 0 || groupsOf(caller).includes(0);
}

function userMatches(rule: AclRule, caller: Caller): boolean {
  if ((rule.user & ALL) !== 0n) return true;
  const id = Number(rule.user & ID_MASK);
  return (rule.user & GROUP) !== 0n ? groupsOf(caller).includes(id) : caller.user.id === id;
}

function resourceMatches(rule: AclRule, request: Request): boolean {
  if ((rule.resource & KIND_BITS[request.kind]) === 0n) return false;
  if ((rule.resource & ALL) !== 0n) return true;
  if (request.object === undefined) return false;
  const id = Number(rule.resource & ID_MASK);
  return (rule.resource & INDIVIDUAL) !== 0n ? request.object.id === id : request.object.gid === id;
}

function allowedByBits(caller: Caller, { right, object }: Request): boolean {
  if (object?.permissions === undefined || right === "CREATE") return false;
  const column = right === "USE" ? 0 : right === "MANAGE" ? 1 : 2;
  if (object.uid === caller.user.id && object.permissions[column] === 1) return true;
  if (groupsOf(caller).includes(object.gid ?? -1) && object.permissions[3 + column] === 1) return true;
  return object.permissions[6 + column] === 1;
}

/** Whether a caller has a right, by bits or by rules. */
export function isAllowed(world: World, caller: Caller, request: Request): boolean {
  const { right, kind, object } = request;
  if (object !== undefined && "locked" in object && object.locked === true && right !== "USE" && caller.user.id !== 0) {
    return false;
  }
  if (isAdmin(caller)) return true;
  if (kind === "USER" && object?.id === caller.user.id && right !== "ADMIN" && right !== "CREATE") return true;
  if (allowedByBits(caller, request)) return true;
  return world.acl.some(
    (rule) => (rule.rights & RIGHT_BITS[right]) !== 0n && userMatches(rule, caller) && resourceMatches(rule, request),
  );
}

/**
 * Asks for all rights at once.
 * @throws Failure AUTHORIZATION that names each one missing.
 */
export function authorize(world: World, caller: Caller, ...requests: readonly Request[]): void {
  const refused = requests.filter((request) => !isAllowed(world, caller, request));
  if (refused.length === 0) return;
  const texts = refused.map(
    ({ right, kind, object }) =>
      `Not authorized to perform ${right} ${kind}${object === undefined || object.id < 0 ? "" : ` [${object.id}]`}`,
  );
  throw new Failure("AUTHORIZATION", `User [${caller.user.id}] : ${texts.join("; ")}.`);
}

/**
 * Reads a rule as `one.acl.addrule` takes it: numbers in hex.
 * @throws Failure INTERNAL when one is no number or the resource names no object.
 */
export function aclRule(user: string, resource: string, rights: string): AclRule {
  if (![user, resource, rights].every((value) => /^[0-9a-fA-F]{1,16}$/.test(value))) {
    throw new Failure("INTERNAL", "Rule is malformed");
  }
  const rule = { user: BigInt(`0x${user}`), resource: BigInt(`0x${resource}`), rights: BigInt(`0x${rights}`) };
  if ((rule.resource & (INDIVIDUAL | GROUP | ALL)) === 0n) {
    throw new Failure(
      "INTERNAL",
      "Rule is malformed: [resource] is missing one of the INDIVIDUAL, GROUP, CLUSTER or ALL bits",
    );
  }
  return rule;
}

/** A rule as oned writes it for people: `@1 NET+IMAGE/* USE *`. */
export function ruleText({ user, resource, rights }: AclRule): string {
  const chosen = (bits: bigint): string => {
    if ((bits & ALL) !== 0n) return "*";
    return `${(bits & GROUP) === 0n ? "#" : "@"}${bits & ID_MASK}`;
  };
  const names = (bits: Readonly<Record<string, bigint>>, of: bigint): string =>
    Object.entries(bits)
      .filter(([, bit]) => (of & bit) !== 0n)
      .map(([name]) => name)
      .join("+");
  return `${chosen(user)} ${names(KIND_BITS, resource)}/${chosen(resource)} ${names(RIGHT_BITS, rights)} *`;
}

/** Bits as `one.*.chmod` takes them: -1 leaves one as it is. */
export function changedPermissions(old: readonly number[], wanted: readonly number[]): number[] {
  return old.map((bit, index) => {
    const want = wanted[index] ?? -1;
    return want < 0 ? bit : Math.min(want, 1);
  });
}

/** Whether a chmod touches one of the ADMIN bits, which needs ADMIN. */
export function touchesAdmin(old: readonly number[], wanted: readonly number[]): boolean {
  return [2, 5, 8].some((index) => {
    const want = wanted[index] ?? -1;
    return want >= 0 && want !== old[index];
  });
}
