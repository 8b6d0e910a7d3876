/** Virtual networks as OpenNebula's XML has them. The values from clients are texts as they sent them. */
import type { Reference } from "./common.ts";

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
