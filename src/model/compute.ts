/**
 * Virtual machines as OpenNebula's XML has them. The values from clients are texts as they sent them: the cloud checks
 * it, field by field. The dialect has cut ids out of hrefs already.
 */
import type { Reference } from "./common.ts";

/** The states of OpenNebula 4.6: FAILED means every *_FAILURE state, PENDING also CLONING. */
export const COMPUTE_STATES = [
  "INIT",
  "PENDING",
  "HOLD",
  "ACTIVE",
  "STOPPED",
  "SUSPENDED",
  "DONE",
  "FAILED",
  "POWEROFF",
  "UNDEPLOYED",
] as const;
export type ComputeState = (typeof COMPUTE_STATES)[number];

export interface ComputeDisk {
  /** DISK_ID of oned. */
  readonly id: number;
  /** The image; absent for a volatile disk. */
  readonly storage?: Reference;
  /** FILE, BLOCK, CDROM, fs, swap, ... as oned has it. */
  readonly type?: string;
  readonly target?: string;
  /** Id of the image that this disk was or will be saved as. */
  readonly saveAs?: number;
  readonly snapshots: readonly Snapshot[];
}

export interface ComputeNic {
  /** NIC_ID of oned. */
  readonly id: number;
  /** The network; absent when the NIC is not attached to one (e.g. NETWORK_MODE=auto before scheduling). */
  readonly network?: Reference;
  readonly ip?: string;
  readonly mac?: string;
  /** Global or ULA IPv6 address, when there is one. */
  readonly ip6?: string;
}

export interface Snapshot {
  readonly id: number;
  readonly name: string;
}

export interface Compute {
  readonly id: number;
  readonly name: string;
  readonly user: Reference;
  readonly group: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly instanceType?: string;
  readonly state: ComputeState;
  /** LCM_STATE by name (`RUNNING`, `BOOT_FAILURE`, `LCM_INIT`, ...). */
  readonly lcmState: string;
  /** USER_TEMPLATE/ERROR of oned. */
  readonly error?: string;
  readonly disks: readonly ComputeDisk[];
  readonly nics: readonly ComputeNic[];
  /** Name and value as oned has them, in its order. */
  readonly context: readonly (readonly [string, string])[];
  /** Snapshots of the whole machine. */
  readonly snapshots: readonly Snapshot[];
}

export interface InstanceType {
  readonly name: string;
  /** As the template gives them; absent where the request decides (custom). */
  readonly cpu?: string;
  readonly memory?: string;
}

export interface DiskRequest {
  /** Last segment of the image's href; the cloud checks that it is an id. */
  readonly storage: string;
}

export interface NicRequest {
  readonly network: string;
  readonly ip?: string;
}

export interface ComputeRequest {
  readonly name?: string;
  readonly instanceType?: string;
  readonly disks: readonly DiskRequest[];
  readonly nics: readonly NicRequest[];
  readonly context: readonly (readonly [string, string])[];
  /** For a custom type only. */
  readonly cpu?: string;
  readonly memory?: string;
}

export interface SaveAsRequest {
  /** DISK@id as sent; absent counts as disk 0. */
  readonly disk?: string;
  /** Whether DISK@id is also what the href of its STORAGE points at: then it may be the image's. */
  readonly orImage?: true;
  readonly name: string;
}

/** PUT /compute/ID: NAME and STATE as sent (any case), and disks to be saved. */
export interface ComputeChange {
  readonly name?: string;
  readonly state?: string;
  readonly saveAs: readonly SaveAsRequest[];
}

/** POST .../action: the word in lower case and its parameters as sent. */
export interface ActionRequest {
  readonly perform: string;
  readonly params: ActionParameters;
}

export interface ActionParameters {
  readonly name?: string;
  readonly target?: string;
  readonly ip?: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly seconds?: string;
  /** A login token. */
  readonly token?: string;
  /** Last segment of STORAGE@href. */
  readonly storage?: string;
  /** Last segment of NETWORK@href. */
  readonly network?: string;
  /** Last segment of INSTANCE_TYPE@href, or its text. */
  readonly instanceType?: string;
  /** DISK@id, NIC@id, SNAPSHOT@id. */
  readonly disk?: string;
  readonly nic?: string;
  readonly snapshot?: string;
}
