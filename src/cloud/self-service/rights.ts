/** The rights of a user on an object, by its owner, its group and its permissions. oned itself decides. */
import type { Permissions, Right } from "../../opennebula/rights.ts";

/** The parts of an object on which rights depend. */
export interface Guarded {
  readonly uid: number;
  readonly uname: string;
  readonly gid: number;
  readonly permissions: Permissions;
}

/** oned's group of administrators, who may do everything. */
export const ONEADMIN = 0;

export class Rights {
  readonly #user: string;
  readonly #groups: ReadonlySet<number>;
  readonly #administered: ReadonlySet<number>;

  /**
   * @param user name. @param groups ids of all groups of the user; none when they are not known: then a right of a group
   * does not count. @param administered those of them whose administrator the user is.
   */
  constructor(user: string, groups: readonly number[] = [], administered: readonly number[] = []) {
    this.#user = user;
    this.#groups = new Set(groups);
    this.#administered = new Set(administered);
  }

  has({ uname, gid, permissions }: Guarded, right: Right): boolean {
    if (this.#groups.has(ONEADMIN)) return true;
    // The rights that oned's access rules give administrators of a group on all its objects (`Group::add_admin`).
    if (this.#administered.has(gid) && right !== "admin") return true;
    if (uname === this.#user && permissions.has(`owner ${right}`)) return true;
    if (this.#groups.has(gid) && permissions.has(`group ${right}`)) return true;
    return permissions.has(`other ${right}`);
  }
}
