/** Images as OpenNebula's XML has them. The values from clients are texts as they sent them. */
import type { Reference } from "./common.ts";

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
