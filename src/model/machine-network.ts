/** Virtual networks as the JSON API shows them. */
import type { Reference } from "./common.ts";

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
  /** Those of the machines of the user who asks; absent where it is one of a list. */
  readonly leases?: readonly NetworkLease[];
  /** The network that it is a reservation of. */
  readonly parent?: number;
  readonly owner: Reference;
  readonly oned: { readonly state: string };
}
