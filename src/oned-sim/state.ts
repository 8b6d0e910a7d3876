/** What oned keeps: users, datastores, images, networks, virtual machines. Plain data, and one class that holds it. */
import { Attributes, type Vector } from "./attributes.ts";
import { type Aging, Clock } from "./clock.ts";

export type Release = "6.10" | "7.4";

/** USE, MANAGE and ADMIN of owner, group and others, in this order: nine of 0 or 1. */
export type Permissions = number[];

export interface Owned extends Aging {
  readonly id: number;
  uid: number;
  gid: number;
  name: string;
  permissions: Permissions;
}

export interface LoginToken {
  readonly token: string;
  /** Seconds since 1970; -1: never. */
  readonly expires: number;
  /** The group that the token acts in; -1: all of the user's. */
  readonly egid: number;
}

/** Limits by the name of the metric (`VMS`, `MEMORY`, `SIZE`, ...); -1 and -2 are none. */
export type Limits = Record<string, number>;

export interface QuotaLimits {
  vm: Limits;
  readonly datastores: Map<number, Limits>;
  readonly networks: Map<number, Limits>;
  readonly images: Map<number, Limits>;
}

export interface User {
  readonly id: number;
  readonly name: string;
  gid: number;
  groups: number[];
  /** SHA-256 of the password, in hex; of other drivers than core what they keep. */
  passwordHash: string;
  readonly authDriver: string;
  enabled: boolean;
  tokens: LoginToken[];
  readonly template: Attributes;
  readonly limits: QuotaLimits;
}

export interface AclRule {
  readonly user: bigint;
  readonly resource: bigint;
  readonly rights: bigint;
}

export interface Host {
  readonly id: number;
  readonly name: string;
  /** MiB */
  readonly memory: number;
  readonly cpu: number;
}

export interface Datastore extends Owned {
  readonly type: "IMAGE" | "SYSTEM" | "FILE";
  readonly driver: string;
  readonly transferDriver: string;
  /** MiB; 0: unknown, and not checked. */
  readonly totalMb: number;
  readonly freeMb: number;
  readonly usedMb: number;
  readonly template: Attributes;
}

export const IMAGE_STATE = {
  INIT: 0,
  READY: 1,
  USED: 2,
  DISABLED: 3,
  LOCKED: 4,
  ERROR: 5,
  CLONE: 6,
  DELETE: 7,
  USED_PERS: 8,
  LOCKED_USED: 9,
  LOCKED_USED_PERS: 10,
} as const;
export const IMAGE_TYPES = ["OS", "CDROM", "DATABLOCK", "KERNEL", "RAMDISK", "CONTEXT", "BACKUP"] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

export interface Image extends Owned {
  type: ImageType;
  persistent: boolean;
  readonly registered: number;
  source: string;
  readonly path: string;
  format: string;
  readonly fs: string;
  /** MiB */
  size: number;
  state: number;
  previousState: number;
  readonly datastoreId: number;
  readonly template: Attributes;
  /** VMs that use it. */
  readonly vms: Set<number>;
  cloningId: number;
}

export const VNET_STATE = { INIT: 0, READY: 1, LOCK_CREATE: 2, LOCK_DELETE: 3, DONE: 4, ERROR: 5 } as const;

export interface Lease {
  /** The VM, -1 for an address that is held or that a reservation took. */
  readonly vm: number;
  /** The reservation, -1 for none. */
  readonly vnet: number;
}

export interface AddressRange {
  readonly id: number;
  /** As oned shows it: TYPE, IP, MAC, SIZE, ... */
  readonly attributes: Vector;
  readonly size: number;
  /** By index within the range. */
  readonly leases: Map<number, Lease>;
  /** Whether an address of it was ever leased. */
  used: boolean;
}

export interface Vnet extends Owned {
  state: number;
  previousState: number;
  parent: number | undefined;
  readonly template: Attributes;
  ranges: AddressRange[];
  nextRange: number;
}

/** A VM template: what VMs are made of. */
export interface VmTemplate extends Owned {
  readonly registered: number;
  template: Attributes;
}

export interface SecurityGroup extends Owned {
  template: Attributes;
  /** VMs that have older rules, and VMs whose host is being told the new ones. */
  readonly outdated: Set<number>;
  readonly updating: Set<number>;
}

export const VM_STATE = {
  INIT: 0,
  PENDING: 1,
  HOLD: 2,
  ACTIVE: 3,
  STOPPED: 4,
  SUSPENDED: 5,
  DONE: 6,
  POWEROFF: 8,
  UNDEPLOYED: 9,
  CLONING: 10,
  CLONING_FAILURE: 11,
} as const;

export interface HistoryRecord {
  readonly hostId: number;
  readonly start: number;
  end: number;
  prologStart: number;
  prologEnd: number;
  runStart: number;
  runEnd: number;
  epilogStart: number;
  epilogEnd: number;
  action: number;
  uid: number;
  gid: number;
}

export interface DiskSnapshot {
  readonly id: number;
  readonly name: string;
  readonly parent: number;
  readonly date: number;
  readonly size: number;
}

export interface DiskSnapshots {
  active: number;
  next: number;
  list: DiskSnapshot[];
}

export interface Vm extends Owned {
  state: number;
  lcm: number;
  resched: boolean;
  locked: boolean;
  readonly started: number;
  ended: number;
  deployId: string;
  /** All but DISK, NIC, NIC_ALIAS and SNAPSHOT. */
  readonly template: Attributes;
  userTemplate: Attributes;
  disks: Vector[];
  nics: Vector[];
  aliases: Vector[];
  /** System snapshots. */
  snapshots: Vector[];
  nextSnapshot: number;
  readonly diskSnapshots: Map<number, DiskSnapshots>;
  history: HistoryRecord[];
  /** Encoded documents, kept until the VM changes. */
  short: string | undefined;
  full: string | undefined;
}

/** What a driver can be told to fail at. */
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
  readonly acl: AclRule[] = [];
  readonly hosts: Host[] = [];
  readonly datastores = new Map<number, Datastore>();
  readonly images = new Map<number, Image>();
  readonly vnets = new Map<number, Vnet>();
  readonly vms = new Map<number, Vm>();
  readonly vmTemplates = new Map<number, VmTemplate>();
  readonly securityGroups = new Map<number, SecurityGroup>();
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
  nextId(kind: "user" | "image" | "vnet" | "vm" | "template" | "secgroup"): number {
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
    fill(made.datastores, this.datastores);
    fill(made.images, this.images);
    fill(made.vnets, this.vnets);
    fill(made.vms, this.vms);
    fill(made.vmTemplates, this.vmTemplates);
    fill(made.securityGroups, this.securityGroups);
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
