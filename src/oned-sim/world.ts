/** All that oned holds: one class around the records, with the clock that its drivers work by. */
import { Attributes } from "./attributes.ts";
import { Clock } from "./clock.ts";
import {
  type AclRule,
  type Datastore,
  type Host,
  type Image,
  noLimits,
  type QuotaLimits,
  type Release,
  type SecurityGroup,
  type ShowbackRecord,
  type User,
  type Vm,
  type VmTemplate,
  type Vnet,
} from "./records.ts";

import type { MachineScreens } from "./screen/screens.ts";

/** The operations that a driver can be made to fail at. */
export type DriverAction =
  | "attach"
  | "attachnic"
  | "detach"
  | "prolog"
  | "boot"
  | "save"
  | "image"
  | "snapshot"
  | "resize";

export class World {
  readonly release: Release;
  readonly clock: Clock;
  readonly users = new Map<number, User>();
  readonly groups = new Map<number, string>();
  /** By group, the users who administer it. `World.acl` has what that allows. */
  readonly groupAdmins = new Map<number, ReadonlySet<number>>();
  readonly groupLimits = new Map<number, QuotaLimits>();
  /** The default quotas of users and groups. */
  readonly defaultLimits: { user: QuotaLimits; group: QuotaLimits } = { user: noLimits(), group: noLimits() };
  readonly acl: AclRule[] = [];
  readonly hosts: Host[] = [];
  readonly datastores = new Map<number, Datastore>();
  readonly images = new Map<number, Image>();
  readonly vnets = new Map<number, Vnet>();
  readonly vms = new Map<number, Vm>();
  readonly vmTemplates = new Map<number, VmTemplate>();
  readonly securityGroups = new Map<number, SecurityGroup>();
  /** By month and VM, as it was calculated last. */
  readonly showback = new Map<string, ShowbackRecord>();
  /** Times in which hosts measured nothing: seconds since 1970. */
  readonly unmeasured: (readonly [from: number, until: number])[] = [];
  /** Where the screens of machines are; without it their ports lead nowhere. */
  screens: MachineScreens | undefined;
  /** Grows with every change: what was made of an older state is out of date. */
  revision = 0;
  /** The datastores of new system disks and of volatile disks. */
  systemDatastore = 0;
  readonly #failures = new Map<DriverAction, (string | undefined)[]>();
  /** Below 100 are the security groups of oned itself. */
  readonly #nextIds = new Map<string, number>([["secgroup", 100]]);

  constructor(release: Release, step: number | "manual") {
    this.release = release;
    this.clock = new Clock(step);
  }

  /** The next id of a kind of object; ids are never used again. */
  nextId(kind: "user" | "image" | "vnet" | "vm" | "template" | "secgroup" | "schedaction"): number {
    const id = this.#nextIds.get(kind) ?? 0;
    this.#nextIds.set(kind, id + 1);
    return id;
  }

  /** Takes back the newest id of a kind, for an object that did not come to be after all. */
  returnId(kind: "vm"): void {
    this.#nextIds.set(kind, (this.#nextIds.get(kind) ?? 1) - 1);
  }

  /** Notes a change of an object. */
  changed(object?: Vm): void {
    this.revision += 1;
    if (object !== undefined) {
      object.short = undefined;
      object.full = undefined;
    }
  }

  /** Makes the driver fail at an action, the next time it is asked, with a message where oned keeps one. */
  failNext(action: DriverAction, message?: string): void {
    const queue = this.#failures.get(action) ?? [];
    queue.push(message);
    this.#failures.set(action, queue);
  }

  /** Whether the driver fails now, and with which message. */
  takeFailure(action: DriverAction): { readonly message: string | undefined } | undefined {
    const queue = this.#failures.get(action);
    if (queue === undefined || queue.length === 0) return undefined;
    return { message: queue.shift() };
  }

  /** All that there is, as it is now and will stay. */
  snapshot(): World {
    const made = new World(this.release, "manual");
    const fill = <T>(into: Map<number, T>, from: ReadonlyMap<number, T>): void => {
      for (const [id, value] of from) into.set(id, copied(value));
    };
    fill(made.users, this.users);
    fill(made.groups, this.groups);
    for (const [group, admins] of this.groupAdmins) made.groupAdmins.set(group, admins);
    fill(made.groupLimits, this.groupLimits);
    made.defaultLimits.user = copied(this.defaultLimits.user);
    made.defaultLimits.group = copied(this.defaultLimits.group);
    fill(made.datastores, this.datastores);
    fill(made.images, this.images);
    fill(made.vnets, this.vnets);
    fill(made.vms, this.vms);
    fill(made.vmTemplates, this.vmTemplates);
    fill(made.securityGroups, this.securityGroups);
    for (const [key, record] of this.showback) made.showback.set(key, record);
    made.unmeasured.push(...this.unmeasured);
    made.acl.push(...this.acl);
    made.hosts.push(...this.hosts);
    made.systemDatastore = this.systemDatastore;
    for (const [kind, id] of this.#nextIds) made.#nextIds.set(kind, id);
    return made;
  }

  user(id: number): User {
    const user = this.users.get(id);
    if (user === undefined) throw new Error(`no user ${id}`);
    return user;
  }

  userName(id: number): string {
    return this.users.get(id)?.name ?? "";
  }

  groupName(id: number): string {
    return this.groups.get(id) ?? "";
  }
}

/** A copy that shares nothing that can be changed. */
function copied<T>(value: T): T {
  const copy = (one: unknown): unknown => {
    if (one instanceof Attributes) return one.copy();
    if (one instanceof Map) return new Map([...one].map(([key, inner]) => [key, copy(inner)]));
    if (one instanceof Set) return new Set(one);
    if (Array.isArray(one)) return one.map(copy);
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, copy(inner)]));
  };
  return copy(value) as T;
}
