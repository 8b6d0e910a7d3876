/** Virtual machines as the JSON API shows them. */
import type { Reference } from "./common.ts";
import type { MachineScreen } from "./screen.ts";

export const MACHINE_STATES = [
  "pending",
  "starting",
  "running",
  "stopping",
  "stopped",
  "suspended",
  "undeployed",
  "failed",
  "unknown",
  "gone",
] as const;
export type MachineState = (typeof MACHINE_STATES)[number];

/** The actions on a machine that are one word. */
export const MACHINE_ACTIONS = [
  "start",
  "stop",
  "reboot",
  "suspend",
  "hibernate",
  "undeploy",
  "hold",
  "release",
  "recover",
  "delete",
] as const;
export type MachineAction = (typeof MACHINE_ACTIONS)[number];

export interface MachineDisk {
  /** DISK_ID of oned. */
  readonly id: number;
  /** Absent for a disk that was made with the machine. */
  readonly image?: Reference;
  /** `file`, `block`, `cdrom`, `swap`, `fs`, ... */
  readonly type?: string;
  /** MiB. */
  readonly size?: number;
  readonly target?: string;
  readonly snapshots: readonly MachineSnapshot[];
}

export interface MachineSnapshot {
  readonly id: number;
  readonly name: string;
  /** The one that the disk or machine was last set to. */
  readonly active: boolean;
}

export interface MachineNic {
  /** NIC_ID of oned. */
  readonly id: number;
  /** Absent until the scheduler has chosen one. */
  readonly network?: Reference;
  readonly addresses: readonly string[];
  readonly mac?: string;
}

/** A virtual machine as the JSON API shows it. Memory and sizes in MiB. */
export interface Machine {
  readonly id: number;
  readonly name: string;
  readonly description?: string;
  readonly state: MachineState;
  /** The work that OpenNebula is doing on it, in words. */
  readonly message?: string;
  /** Why it failed, in OpenNebula's words. */
  readonly error?: string;
  /** The VM template that it was made of. */
  readonly template?: { readonly id: number };
  /** The instance type. */
  readonly size?: string;
  readonly cpu?: number;
  readonly vcpu?: number;
  readonly memory?: number;
  readonly addresses: readonly string[];
  readonly disks: readonly MachineDisk[];
  readonly nics: readonly MachineNic[];
  readonly snapshots: readonly MachineSnapshot[];
  readonly owner: Reference;
  readonly group: Reference;
  readonly created: Date;
  readonly started?: Date;
  /** When it is going to be terminated. */
  readonly ends?: Date;
  readonly screen: MachineScreen;
  /** The actions that are possible now, for the user who asks. */
  readonly actions: readonly MachineAction[];
  readonly oned: { readonly state: string; readonly lcmState: string };
}

/** A change of a machine; null takes it away, undefined leaves it. */
export interface MachineChange extends NewCapacity {
  readonly name?: string;
  readonly description?: string | null;
  readonly ends?: Date | null;
}

/** The changes of a machine; an undefined member stays. */
export interface NewCapacity {
  /** Name of a size. */
  readonly size?: string;
  readonly cpu?: number;
  /** MiB. */
  readonly memory?: number;
}
