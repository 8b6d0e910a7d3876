/**
 * The resources of the cloud, as clients of either dialect see them. Values only: no behaviour, no imports.
 * Memory and image sizes are in MiB. Texts that oned hands out as decimal numbers (CPU, MEMORY) stay texts, so that
 * `0.50` is shown as oned has it.
 */

export interface Reference {
  readonly id: number;
  readonly name: string;
}

/** An entry of a plain collection. */
export type Summary = Reference;

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

export type NetworkState = "INIT" | "READY" | "LOCK_CREATE" | "LOCK_DELETE" | "DONE" | "ERROR" | "UPDATE_FAILURE";

export interface Network {
  readonly id: number;
  readonly name: string;
  readonly user: Reference;
  readonly group: string;
  readonly description?: string;
  /** First address of the first range: IPv4, else IPv6, else absent (Ethernet only or no range). */
  readonly address?: string;
  /** Sum of the ranges' sizes; absent without ranges. */
  readonly size?: number;
  readonly usedLeases: number;
  readonly public: boolean;
  readonly state: NetworkState;
  readonly error?: string;
}

export type StorageState =
  | "INIT"
  | "READY"
  | "USED"
  | "DISABLED"
  | "LOCKED"
  | "ERROR"
  | "CLONE"
  | "DELETE"
  | "USED_PERS"
  | "LOCKED_USED"
  | "LOCKED_USED_PERS";

export const STORAGE_TYPES = ["OS", "CDROM", "DATABLOCK", "KERNEL", "RAMDISK", "CONTEXT", "BACKUP"] as const;
export type StorageType = (typeof STORAGE_TYPES)[number];

export interface Storage {
  readonly id: number;
  readonly name: string;
  readonly user: Reference;
  readonly group: string;
  readonly state: StorageState;
  readonly type: StorageType;
  readonly description?: string;
  /** MiB. */
  readonly size: number;
  readonly fstype?: string;
  readonly public: boolean;
  readonly persistent: boolean;
  readonly error?: string;
}

export interface InstanceType {
  readonly name: string;
  /** As the template gives them; absent where the request decides (custom). */
  readonly cpu?: string;
  readonly memory?: string;
}

/** A tree of quota elements, copied from oned as it is: element name and text or children. */
export interface QuotaElement {
  readonly name: string;
  readonly text?: string;
  readonly children?: readonly QuotaElement[];
}

export interface User {
  readonly id: number;
  readonly name: string;
  readonly group: string;
  /** DATASTORE_QUOTA, NETWORK_QUOTA, VM_QUOTA, IMAGE_QUOTA; absent in lists, whose answer from oned has none. */
  readonly quotas?: readonly QuotaElement[];
  /** When each login token expires, in seconds since 1970, undefined for never; absent in lists. Never a token. */
  readonly tokenEnds?: readonly (number | undefined)[];
}

// ---- requests ------------------------------------------------------------------------------------------------------
// Texts as the client sent them: the cloud checks them, field by field. Ids are already cut out of hrefs by the dialect.

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

export interface NetworkRequest {
  readonly name?: string;
  readonly address?: string;
  readonly size?: string;
  readonly description?: string;
  readonly public?: string;
}

/** PUT /network/ID. An absent field stays as it is. */
export interface NetworkChange {
  readonly name?: string;
  readonly description?: string;
  readonly public?: string;
}

export interface StorageRequest {
  readonly name?: string;
  readonly description?: string;
  readonly type?: string;
  readonly size?: string;
  readonly fstype?: string;
  readonly public?: string;
  readonly persistent?: string;
  /** For clients of old the local file's name; a source only when it is an http(s) URL of an allowed host. */
  readonly url?: string;
}

/** PUT /storage/ID. An absent field stays as it is. */
export interface StorageChange {
  readonly name?: string;
  readonly description?: string;
  readonly type?: string;
  readonly public?: string;
  readonly persistent?: string;
}
