/** The records that oned keeps: users, datastores, images, networks, virtual machines. Plain data. */
import type { Attributes, Vector } from "./attributes.ts";
import type { Aging } from "./clock.ts";

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

/** Limits by the name of the metric (`VMS`, `MEMORY`, `SIZE`, ...); -1 and -2 do not limit. */
export type Limits = Record<string, number>;

export interface QuotaLimits {
  vm: Limits;
  readonly datastores: Map<number, Limits>;
  readonly networks: Map<number, Limits>;
  readonly images: Map<number, Limits>;
}

/** Limits that do not limit anything. */
export function noLimits(): QuotaLimits {
  return { vm: {}, datastores: new Map(), networks: new Map(), images: new Map() };
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
  /** The VM as it was when the record was closed: its document without history records. */
  vm?: string;
}

/** The cost of a VM in a month. */
export interface ShowbackRecord {
  readonly vm: number;
  /** Months since the year 0. */
  readonly index: number;
  readonly name: string;
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
  readonly hours: number;
  readonly running: number;
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

/** An action that is scheduled for a VM. */
export interface ScheduledAction {
  /** One sequence for all VMs. */
  readonly id: number;
  action: string;
  /** Seconds since 1970. */
  time: number;
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
  readonly scheduled: ScheduledAction[];
  readonly diskSnapshots: Map<number, DiskSnapshots>;
  history: HistoryRecord[];
  /** Encoded documents, kept until the VM changes. */
  short: string | undefined;
  full: string | undefined;
}
