/** The common parts of the calls of all kinds of objects: look-up, permissions, pools, update of templates. */
import { Attributes } from "./attributes.ts";
import { Failure, Unstorable } from "./failure.ts";
import { plain } from "./markup.ts";
import { nameFault } from "./names.ts";
import type { Owned } from "./records.ts";
import { parseTemplate, TemplateError, UnstorableError } from "./template.ts";
import {
  authorize,
  type Caller,
  changedPermissions,
  groupsOf,
  isAdmin,
  isAllowed,
  type Kind,
  type Right,
  touchesAdmin,
} from "./users/permissions.ts";
import { restrictedAttribute } from "./users/restricted.ts";
import type { World } from "./world.ts";

const TITLES: Partial<Record<Kind, string>> = {
  VM: "virtual machine",
  NET: "virtual network",
  IMAGE: "image",
  DATASTORE: "datastore",
  CLUSTER: "cluster",
  USER: "user",
  TEMPLATE: "virtual machine template",
  SECGROUP: "security group",
};

/** oned's words for a kind of object. */
export function title(kind: Kind): string {
  return TITLES[kind] ?? kind.toLowerCase();
}

/**
 * The object of an id.
 * @throws Failure NO_EXISTS
 */
export function find<T>(pool: ReadonlyMap<number, T>, kind: Kind, id: number): T {
  const found = pool.get(id);
  if (found !== undefined) return found;
  throw new Failure("NO_EXISTS", `Error getting ${title(kind)} ${id < 0 ? "Pool" : `[${id}]`}.`, id);
}

/**
 * The object of an id, which the caller has a right on. An id below 0 is refused before it is looked up.
 * @throws Failure NO_EXISTS, AUTHORIZATION
 */
export function findAllowed<T extends Owned>(
  world: World,
  caller: Caller,
  pool: ReadonlyMap<number, T>,
  kind: Kind,
  id: number,
  right: Right,
): T {
  if (id < 0 && !isAdmin(caller)) authorize(world, caller, { right, kind, object: { id } });
  return findThenAllow(world, caller, pool, kind, id, right);
}

/** The same where oned looks the object up first, whatever the id. @throws Failure NO_EXISTS, AUTHORIZATION */
export function findThenAllow<T extends Owned>(
  world: World,
  caller: Caller,
  pool: ReadonlyMap<number, T>,
  kind: Kind,
  id: number,
  right: Right,
): T {
  const object = find(pool, kind, id);
  authorize(world, caller, { right, kind, object });
  return object;
}

/** The elements that every object begins with. */
export function headMarkup(world: World, { id, uid, gid, name }: Owned): string {
  return `${plain("ID", id)}${plain("UID", uid)}${plain("GID", gid)}${plain("UNAME", world.userName(uid))}${plain("GNAME", world.groupName(gid))}${plain("NAME", name)}`;
}

const PERMISSION_NAMES = [
  "OWNER_U",
  "OWNER_M",
  "OWNER_A",
  "GROUP_U",
  "GROUP_M",
  "GROUP_A",
  "OTHER_U",
  "OTHER_M",
  "OTHER_A",
] as const;

/** The PERMISSIONS element. */
export function permissionsMarkup({ permissions }: Owned): string {
  return `<PERMISSIONS>${PERMISSION_NAMES.map((name, index) => plain(name, permissions[index] ?? 0)).join("")}</PERMISSIONS>`;
}

/** The selection of a pool call. */
export interface PoolRequest {
  readonly flag: number;
  readonly start: number;
  readonly end: number;
}

function flagMatches(world: World, caller: Caller, kind: Kind, flag: number, object: Owned): boolean {
  if (flag >= 0) return object.uid === flag;
  if (flag === -3) return object.uid === caller.user.id;
  const visible = (): boolean => isAllowed(world, caller, { right: "USE", kind, object });
  // 6.10 gives the group's objects whatever their permissions.
  if (flag === -4) return object.gid === caller.user.gid && (world.release === "6.10" || visible());
  if (flag === -1) return object.uid === caller.user.id || (groupsOf(caller).includes(object.gid) && visible());
  return visible();
}

/**
 * The objects that a pool call gives, newest first.
 * @throws Failure XML_RPC_API for a flag that oned does not know.
 */
export function poolOf<T extends Owned>(
  world: World,
  caller: Caller,
  pool: ReadonlyMap<number, T>,
  kind: Kind,
  { flag, start, end }: PoolRequest,
  more: (object: T) => boolean = () => true,
): T[] {
  if (flag < -4) throw new Failure("XML_RPC_API", "Incorrect filter_flag");
  const ranged = start >= 0 && end >= -1;
  const found: T[] = [];
  for (const object of pool.values()) {
    if (ranged && (object.id < start || (end >= start && object.id > end))) continue;
    if (more(object) && flagMatches(world, caller, kind, flag, object)) found.push(object);
  }
  found.reverse();
  return end < -1 ? found.slice(start, start - end) : found;
}

/**
 * Reads a template.
 * @param emptyVectors keep `NAME=[]`, which empties what it is merged into.
 * @throws Failure of the code with oned's words when it is refused.
 */
export function templateOf(
  world: World,
  text: string,
  code: "INTERNAL" | "ACTION" = "INTERNAL",
  prefix = "",
  emptyVectors = false,
): Attributes {
  try {
    return Attributes.from(parseTemplate(text, { trim: world.release === "7.4", emptyVectors }));
  } catch (error) {
    if (error instanceof UnstorableError) throw new Unstorable(code, prefix + error.message);
    if (error instanceof TemplateError) throw new Failure(code, `${prefix}${error.message}`);
    throw error;
  }
}

/**
 * Refuses what an administrator has reserved for himself.
 * @param what how oned names the template in the error.
 */
export function refuseRestricted(
  world: World,
  caller: Caller,
  kind: "VM" | "IMAGE" | "NET",
  template: Attributes,
  what: string,
): void {
  if (isAdmin(caller)) return;
  const name = restrictedAttribute(world.release, kind, template);
  if (name === undefined) return;
  throw new Failure("AUTHORIZATION", `User [${caller.user.id}] : ${what} includes a restricted attribute ${name}.`);
}

/** The second parameter of `update`. @throws Failure XML_RPC_API */
export function isAppend(type: number): boolean {
  if (type !== 0 && type !== 1) throw new Failure("XML_RPC_API", "Wrong update type");
  return type === 1;
}

/**
 * `chmod` of any object.
 * @throws Failure AUTHORIZATION without MANAGE, or without ADMIN when an ADMIN bit changes.
 */
export function chmod(world: World, caller: Caller, kind: Kind, object: Owned, wanted: readonly number[]): void {
  const right = touchesAdmin(object.permissions, wanted) ? "ADMIN" : "MANAGE";
  authorize(world, caller, { right, kind, object });
  object.permissions = changedPermissions(object.permissions, wanted);
  world.changed();
}

/**
 * `rename` of an object whose name is unique for its owner.
 * @throws Failure ACTION for a bad name or one that is taken.
 */
export function rename(world: World, pool: ReadonlyMap<number, Owned>, kind: Kind, object: Owned, name: string): void {
  const fault = nameFault(name, world.release);
  if (fault !== undefined) throw new Failure("ACTION", fault);
  const other = nameTaken(pool, object.uid, name, object.id);
  if (other !== undefined) {
    const what = title(kind);
    throw new Failure("ACTION", `${what} cannot be renamed to ${name} because it collides with ${what} ${other}`);
  }
  object.name = name;
  world.changed();
}

/** The id of the owner's object that has the name already. */
export function nameTaken(pool: ReadonlyMap<number, Owned>, uid: number, name: string, but = -1): number | undefined {
  for (const object of pool.values()) {
    if (object.name === name && object.uid === uid && object.id !== but) return object.id;
  }
  return undefined;
}

/** `Sun Nov 22 12:01:01 2026`, as oned dates its error attributes. */
export function errorDate(): string {
  const [day, date, month, year, time] = new Date().toUTCString().replace(",", "").split(" ");
  return `${day} ${month} ${date} ${time} ${year}`;
}
