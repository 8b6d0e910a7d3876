/** Quotas as the JSON API shows them. */

/** The used part of a quota, its limit, and the rest; limit and left are absent where there is no limit. */
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
