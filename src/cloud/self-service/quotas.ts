/** The quotas of a user and of the user's group. The smaller rest of both counts. */
import type { Quota, QuotaShare, Quotas } from "../../model.ts";
import type { OwnerQuotas, QuotaKind, UsedOf } from "../../opennebula/quotas.ts";

/** oned keeps hundredths of a CPU, and floating-point sums of them. */
const rounded = (value: number): number => Math.round(value * 100) / 100;

function share({ used, limit }: UsedOf): QuotaShare {
  if (limit === undefined) return { used: rounded(used) };
  // An administrator may have lowered a limit below what is used.
  return { used: rounded(used), limit: rounded(limit), left: Math.max(0, rounded(limit - used)) };
}

function quota(user: UsedOf, group: UsedOf): Quota {
  const shares = { user: share(user), group: share(group) };
  const lefts = [shares.user.left, shares.group.left].filter((left) => left !== undefined);
  return lefts.length === 0 ? shares : { ...shares, left: Math.min(...lefts) };
}

/** The quotas of a user and a group together. */
export function quotasOf(user: OwnerQuotas, group: OwnerQuotas): Quotas {
  const both = (kind: QuotaKind, metric: string, id?: number): Quota =>
    quota(user.of(kind, metric, id), group.of(kind, metric, id));
  const ids = (kind: QuotaKind): number[] =>
    [...new Set([...user.ids(kind), ...group.ids(kind)])].toSorted((a, b) => a - b);
  return {
    machines: both("VM", "VMS"),
    runningMachines: both("VM", "RUNNING_VMS"),
    cpu: both("VM", "CPU"),
    runningCpu: both("VM", "RUNNING_CPU"),
    memory: both("VM", "MEMORY"),
    runningMemory: both("VM", "RUNNING_MEMORY"),
    systemDisk: both("VM", "SYSTEM_DISK_SIZE"),
    datastores: ids("DATASTORE").map((id) => ({
      id,
      images: both("DATASTORE", "IMAGES", id),
      size: both("DATASTORE", "SIZE", id),
    })),
    networks: ids("NETWORK").map((id) => ({ id, leases: both("NETWORK", "LEASES", id) })),
    images: ids("IMAGE").map((id) => ({ id, machines: both("IMAGE", "RVMS", id) })),
  };
}
