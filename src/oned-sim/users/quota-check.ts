/** Whether a quota has room: a user's first, then that of the user's group, each with the defaults of the cloud. */
import { Failure } from "../failure.ts";
import { type Limits, noLimits, type QuotaLimits } from "../records.ts";
import type { World } from "../world.ts";
import type { Caller } from "./permissions.ts";
import { amount, DEFAULT, groupUsageOf, UNLIMITED, type Usage, usageOf } from "./quota.ts";

/** The amounts that a call would add to the usage of a user and of a group. */
export interface Wanted {
  readonly vm?: Record<string, number>;
  readonly datastore?: readonly [number, Record<string, number>];
  /** A network per lease, an image per disk. */
  readonly networks?: readonly number[];
  readonly images?: readonly number[];
}

/** A user or a group with a quota. */
interface Owner {
  readonly called: string;
  readonly limits: QuotaLimits;
  readonly defaults: QuotaLimits;
  /** Counted only where a limit needs it: that takes long in a large cloud. */
  readonly used: () => Usage;
}

/** An own limit of -1 is the default of the cloud; a default that is left out does not limit. */
function limitOf(own: Limits | undefined, general: Limits | undefined, metric: string): number {
  const limit = own?.[metric] ?? DEFAULT;
  return limit === DEFAULT ? (general?.[metric] ?? UNLIMITED) : limit;
}

type Section = "datastores" | "networks" | "images";

function check(
  caller: Caller,
  owner: Owner,
  section: "vm" | readonly [Section, number],
  wanted: Record<string, number>,
): void {
  const part = <T>(vm: T, ids: Readonly<Record<Section, ReadonlyMap<number, T>>>): T | undefined =>
    section === "vm" ? vm : ids[section[0]].get(section[1]);
  const [own, general] = [part(owner.limits.vm, owner.limits), part(owner.defaults.vm, owner.defaults)];
  const names = { datastores: "DATASTORE", networks: "NETWORK", images: "IMAGE" } as const;
  const where = section === "vm" ? "VM" : `${names[section[0]]} with ID: ${section[1]}`;
  for (const metric of Object.keys(wanted).sort()) {
    const limit = limitOf(own, general, metric);
    if (limit < 0) continue;
    const usage = owner.used();
    const used = part(usage.vm, usage);
    if ((used?.[metric] ?? 0) + (wanted[metric] ?? 0) <= limit) continue;
    throw new Failure(
      "AUTHORIZATION",
      `User [${caller.user.id}] : ${owner.called} limit of ${amount(limit)} reached for ${metric} quota in ${where}.`,
    );
  }
}

function tally(list: readonly number[]): Map<number, number> {
  return list.reduce((counts, id) => counts.set(id, (counts.get(id) ?? 0) + 1), new Map<number, number>());
}

function checkOwner(caller: Caller, owner: Owner, wanted: Wanted): void {
  if (wanted.datastore !== undefined) {
    const [id, amounts] = wanted.datastore;
    check(caller, owner, ["datastores", id], amounts);
  }
  if (wanted.vm !== undefined) check(caller, owner, "vm", wanted.vm);
  for (const [id, leases] of tally(wanted.networks ?? [])) check(caller, owner, ["networks", id], { LEASES: leases });
  for (const [id, vms] of tally(wanted.images ?? [])) check(caller, owner, ["images", id], { RVMS: vms });
}

/**
 * Refuses what goes over a limit of the caller or of the caller's group. oneadmin has none.
 * @throws Failure AUTHORIZATION that names owner, limit, metric and object.
 */
export function checkQuota(world: World, caller: Caller, wanted: Wanted): void {
  const { id, gid, limits } = caller.user;
  if (id === 0) return;
  const { defaultLimits, groupLimits } = world;
  const ofUser = () => usageOf(world, id);
  checkOwner(caller, { called: `user [${id}]`, limits, defaults: defaultLimits.user, used: ofUser }, wanted);
  const group = groupLimits.get(gid) ?? noLimits();
  const ofGroup = () => groupUsageOf(world, gid);
  checkOwner(caller, { called: `group [${gid}]`, limits: group, defaults: defaultLimits.group, used: ofGroup }, wanted);
}
