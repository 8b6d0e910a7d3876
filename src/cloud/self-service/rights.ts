/** What the user who asks may do with an object, by its owner, its group and its permissions. oned itself decides. */
import type { Permissions, Right } from "../../opennebula/rights.ts";

/** Of an object, what rights depend on. */
export interface Guarded {
  readonly uid: number;
  readonly uname: string;
  readonly gid: number;
  readonly permissions: Permissions;
}

/** oned's group of administrators, and the user who may do everything. */
const ONEADMIN = 0;

export class Rights {
  readonly #user: string;
  readonly #groups: ReadonlySet<number> | undefined;

  /**
   * @param user name. @param groups ids of all groups of the user; undefined when they are not known: then a right of a group
   * does not count.
   */
  constructor(user: string, groups?: readonly number[]) {
    this.#user = user;
    this.#groups = groups === undefined ? undefined : new Set(groups);
  }

  has({ uname, gid, permissions }: Guarded, right: Right): boolean {
    if (this.#groups?.has(ONEADMIN) === true) return true;
    if (uname === this.#user && permissions.has(`owner ${right}`)) return true;
    if (this.#groups?.has(gid) === true && permissions.has(`group ${right}`)) return true;
    return permissions.has(`other ${right}`);
  }
}
