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

// ---- self-service: what the JSON API shows --------------------------------------------------------------------------

/** `choice` is one of `options`, `choices` some of them; `fixed` cannot be changed. */
export type InputType =
  | "text"
  | "text64"
  | "password"
  | "integer"
  | "number"
  | "choice"
  | "choices"
  | "boolean"
  | "fixed";

/** What a VM template asks of the person who makes a machine of it. */
export interface TemplateInput {
  readonly name: string;
  readonly type: InputType;
  readonly required: boolean;
  readonly description?: string;
  readonly options?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** As text; absent for none. */
  readonly default?: string;
  /** Inputs of the same group belong together. */
  readonly group?: string;
}

/** Of a quota what is used, its limit, and what is left; limit and left are absent where there is no limit. */
export interface QuotaShare {
  readonly used: number;
  readonly limit?: number;
  readonly left?: number;
}

/** A quota of a user and of the user's group. */
export interface Quota {
  readonly user: QuotaShare;
  readonly group: QuotaShare;
  /** The narrower of both; absent where neither has a limit. */
  readonly left?: number;
}

/** Quotas of the user who asks, with the cloud's defaults put in. Memory and disks in MiB. */
export interface Quotas {
  readonly machines: Quota;
  readonly runningMachines: Quota;
  readonly cpu: Quota;
  readonly runningCpu: Quota;
  readonly memory: Quota;
  readonly runningMemory: Quota;
  /** Disks that machines have on the hosts. */
  readonly systemDisk: Quota;
  readonly datastores: readonly { readonly id: number; readonly images: Quota; readonly size: Quota }[];
  readonly networks: readonly { readonly id: number; readonly leases: Quota }[];
  /** How many machines may use an image. */
  readonly images: readonly { readonly id: number; readonly machines: Quota }[];
}

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

/** What can be done to a machine by one word. */
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
  /** What OpenNebula is doing, in words. */
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
  /** What is possible now, for the user who asks. */
  readonly actions: readonly MachineAction[];
  readonly oned: { readonly state: string; readonly lcmState: string };
}

/** Why a screen cannot be opened. */
export const SCREEN_OBSTACLES = ["off", "right", "none", "type", "state", "port", "listen"] as const;

export type ScreenObstacle = (typeof SCREEN_OBSTACLES)[number];

/** The screen of a machine, for the user who asks. */
export interface MachineScreen {
  /** `vnc`, `spice`. */
  readonly type?: string;
  readonly available: boolean;
  readonly obstacle?: ScreenObstacle;
  /** The obstacle as a sentence. */
  readonly message?: string;
}

/** What a program needs beside the address to show a screen that is available. */
export interface ScreenAccess extends MachineScreen {
  readonly password?: string;
}

/** A VM template that the user may use. Memory and sizes in MiB. */
export interface MachineTemplate {
  readonly id: number;
  readonly name: string;
  readonly description?: string;
  /** A path or URL, as the template has it. */
  readonly logo?: string;
  readonly cpu?: number;
  readonly vcpu?: number;
  readonly memory?: number;
  readonly disks: readonly { readonly image?: Reference; readonly size?: number }[];
  readonly networks: readonly { readonly network?: Reference }[];
  readonly inputs: readonly TemplateInput[];
  readonly owner: Reference;
  readonly created: Date;
}

/** A size of machines (VM_TYPE); what the request decides is absent. */
export interface MachineSize {
  readonly name: string;
  readonly cpu?: number;
  readonly memory?: number;
  readonly cpuMax?: number;
  readonly memoryMax?: number;
}

/** The user who asks. */
export interface Me {
  readonly id: number;
  readonly name: string;
  readonly group: Reference;
  /** Ids of all groups. */
  readonly groups: readonly number[];
  readonly sshKeys: readonly string[];
  readonly quotas: Quotas;
}

/** What a machine is to be made of. */
export interface NewMachine {
  readonly template?: number;
  readonly image?: number;
  readonly size?: string;
  readonly name?: string;
  readonly description?: string;
  readonly inputs: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly cpu?: number;
  /** MiB. */
  readonly memory?: number;
  readonly sshKeys: readonly string[];
  readonly userData?: string;
  readonly networks: readonly number[];
  readonly disks: readonly number[];
  readonly hold: boolean;
  readonly ends?: Date;
}

/** What changes of a machine; null takes it away, undefined leaves it. */
export interface MachineChange {
  readonly name?: string;
  readonly description?: string | null;
  readonly ends?: Date | null;
}

/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; absent for the last. */
  readonly next?: string;
}

/** An image as the JSON API shows it. Sizes in MiB. */
export interface DiskImage {
  readonly id: number;
  readonly name: string;
  readonly description?: string;
  readonly state: "copying" | "ready" | "used" | "disabled" | "failed" | "deleting";
  /** What OpenNebula is doing. */
  readonly message?: string;
  /** Why it failed. */
  readonly error?: string;
  readonly type: string;
  readonly size: number;
  readonly fileSystem?: string;
  readonly persistent: boolean;
  readonly public: boolean;
  /** Ids of the machines that use it, as far as the user may see them. */
  readonly machines: readonly number[];
  readonly datastore?: number;
  readonly owner: Reference;
  readonly oned: { readonly state: string };
}

/** Addresses of a network that a machine has. */
export interface NetworkLease {
  /** IPv4 first. */
  readonly addresses: readonly string[];
  readonly mac?: string;
  readonly machine: Reference;
}

/** A network as the JSON API shows it. */
export interface MachineNetwork {
  readonly id: number;
  readonly name: string;
  readonly description?: string;
  readonly state: "making" | "ready" | "failed" | "deleting";
  readonly error?: string;
  readonly ranges: readonly { readonly id: number; readonly first?: string; readonly size: number }[];
  /** Addresses in all, and of them those that are in use and those that are free. */
  readonly addresses: { readonly total: number; readonly used: number; readonly free: number };
  readonly public: boolean;
  /** Of the machines of the user who asks; absent where it is one of a list. */
  readonly leases?: readonly NetworkLease[];
  /** The network that it is a reservation of. */
  readonly parent?: number;
  readonly owner: Reference;
  readonly oned: { readonly state: string };
}

/** A login token as it is listed: never the token itself. */
export interface LoginTokenInfo {
  /** The beginning of its SHA-256. */
  readonly id: string;
  /** Absent for one that does not expire. */
  readonly expires?: Date;
}

/** A login token that was just made. */
export interface NewLoginToken extends LoginTokenInfo {
  readonly token: string;
}

/** Seconds of each range that plots are made for. */
export const METRICS_RANGES = { "30m": 1800, "2h": 7200, "12h": 43_200 } as const;
export type MetricsRange = keyof typeof METRICS_RANGES;

/** What hosts measured of a machine, as points of equal distance: one list for each quantity, null for a gap. */
export interface MachineMetrics {
  readonly range: MetricsRange;
  readonly from: Date;
  readonly to: Date;
  /** Seconds between two points. */
  readonly step: number;
  /** CPUs that 100 % stand for. */
  readonly cpus: number;
  /** Percent. */
  readonly cpu: readonly (number | null)[];
  /** MiB. */
  readonly memory: readonly (number | null)[];
  /** Bytes a second. */
  readonly received: readonly (number | null)[];
  readonly sent: readonly (number | null)[];
  readonly read: readonly (number | null)[];
  readonly written: readonly (number | null)[];
  /** Operations a second. */
  readonly reads: readonly (number | null)[];
  readonly writes: readonly (number | null)[];
}

/** CPUs, memory and disk for a time. */
export interface Consumption {
  readonly cpuHours: number;
  /** GiB times hours. */
  readonly memoryHours: number;
  readonly diskHours: number;
}

/** What showback has calculated, in the currency of the cloud. */
export interface Cost {
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
  readonly total: number;
}

/** What the machines of a user took in a time, by day and by machine. */
export interface Usage {
  readonly from: Date;
  readonly to: Date;
  readonly total: Consumption & { readonly cost: Cost | undefined };
  /** Each day of the time, in UTC: `2026-11-30`. */
  readonly days: readonly ({ readonly date: string } & Consumption)[];
  readonly machines: readonly (Reference & Consumption & { readonly cost: Cost | undefined })[];
  /** Months of showback that the time touches: `2026-11`. */
  readonly months: readonly { readonly month: string; readonly cost: Cost }[];
}

/** A hint that something has changed and should be read again. */
export interface ResourceChange {
  readonly kind: "machine" | "image" | "network";
  readonly id: number;
  /** New ones have changed, too. Resources that the user cannot see any more are gone. */
  readonly change: "changed" | "gone";
}
