/**
 * Quotas as oned shows them: usage is counted from what a user owns, limits stand with the user, the group and the
 * cloud.
 */
import { cdata } from "../markup.ts";
import { type Image, type Limits, noLimits, type QuotaLimits, type User, VM_STATE, type Vm } from "../records.ts";
import type { World } from "../world.ts";

export interface Usage {
  readonly vm: Record<string, number>;
  readonly datastores: Map<number, Record<string, number>>;
  readonly networks: Map<number, Record<string, number>>;
  readonly images: Map<number, Record<string, number>>;
}

const RUNNING_STATES: ReadonlySet<number> = new Set([
  VM_STATE.PENDING,
  VM_STATE.HOLD,
  VM_STATE.ACTIVE,
  VM_STATE.CLONING,
]);

function add(counts: Map<number, Record<string, number>>, id: number, metric: string, amount: number): void {
  const found = counts.get(id) ?? {};
  found[metric] = (found[metric] ?? 0) + amount;
  counts.set(id, found);
}

/** MiB that a VM's disks take in the system datastore. */
function systemDiskSize(disks: readonly ReadonlyMap<string, string>[]): number {
  return disks
    .filter((disk) => disk.get("CLONE") === "YES" || !disk.has("IMAGE_ID"))
    .reduce((sum, disk) => sum + Number(disk.get("SIZE") ?? 0), 0);
}

function countVm(usage: Usage, vm: Vm): void {
  const amounts: Record<string, number> = {
    CPU: Number(vm.template.single("CPU")),
    MEMORY: Number(vm.template.single("MEMORY")),
    VMS: 1,
  };
  for (const [metric, amount] of Object.entries(amounts)) {
    usage.vm[metric] = (usage.vm[metric] ?? 0) + amount;
    if (RUNNING_STATES.has(vm.state)) usage.vm[`RUNNING_${metric}`] = (usage.vm[`RUNNING_${metric}`] ?? 0) + amount;
  }
  usage.vm.SYSTEM_DISK_SIZE = (usage.vm.SYSTEM_DISK_SIZE ?? 0) + systemDiskSize(vm.disks);
  for (const disk of vm.disks) {
    const image = disk.get("IMAGE_ID");
    if (image !== undefined) add(usage.images, Number(image), "RVMS", 1);
  }
  for (const nic of [...vm.nics, ...vm.aliases]) add(usage.networks, Number(nic.get("NETWORK_ID")), "LEASES", 1);
}

/** MiB of an image: while a VM's disk grows that is the image itself, its new size. */
function imageSize(world: World, image: Image): number {
  if (!image.persistent) return image.size;
  const disks = [...image.vms].flatMap((id) => world.vms.get(id)?.disks ?? []);
  const own = disks.filter((disk) => disk.get("IMAGE_ID") === String(image.id) && disk.has("PERSISTENT"));
  return Math.max(image.size, ...own.map((disk) => Number(disk.get("SIZE"))));
}

/** @param owns whose objects count. */
function count(world: World, owns: (object: { readonly uid: number; readonly gid: number }) => boolean): Usage {
  const usage: Usage = { vm: {}, datastores: new Map(), networks: new Map(), images: new Map() };
  for (const vm of world.vms.values()) if (owns(vm) && vm.state !== VM_STATE.DONE) countVm(usage, vm);
  for (const image of world.images.values()) {
    if (!owns(image)) continue;
    add(usage.datastores, image.datastoreId, "IMAGES", 1);
    add(usage.datastores, image.datastoreId, "SIZE", imageSize(world, image));
  }
  for (const vnet of world.vnets.values()) {
    if (!owns(vnet) || vnet.parent === undefined) continue;
    for (const range of vnet.ranges) add(usage.networks, vnet.parent, "LEASES", range.size);
  }
  return usage;
}

/** The usage of all users of a group: that of oneadmin does not count for any group. */
export function groupUsageOf(world: World, gid: number): Usage {
  return count(world, (object) => object.gid === gid && object.uid !== 0);
}

const counted = new WeakMap<World, { revision: number; users: Map<number, Usage> }>();

/** The current usage of a user; counted once per change of the world. */
export function usageOf(world: World, uid: number): Usage {
  let known = counted.get(world);
  if (known?.revision !== world.revision) {
    known = { revision: world.revision, users: new Map() };
    counted.set(world, known);
  }
  const usage = known.users.get(uid) ?? count(world, (object) => object.uid === uid);
  known.users.set(uid, usage);
  return usage;
}

/** `3` or `0.50`, as oned writes amounts. */
export function amount(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

/** A limit of an owner that names none: the default of the cloud counts. */
export const DEFAULT = -1;
/** A default of the cloud that names none. */
export const UNLIMITED = -2;

function entry(
  metrics: readonly string[],
  limits: Limits,
  used: Record<string, number>,
  none: typeof DEFAULT | typeof UNLIMITED,
): string {
  return metrics
    .map((metric) => cdata(metric, limits[metric] ?? none) + cdata(`${metric}_USED`, amount(used[metric] ?? 0)))
    .join("");
}

function group(
  name: string,
  metrics: readonly string[],
  limits: ReadonlyMap<number, Limits>,
  used: ReadonlyMap<number, Record<string, number>>,
  none: typeof DEFAULT | typeof UNLIMITED,
): string {
  const ids = [...new Set([...limits.keys(), ...used.keys()])].sort((a, b) => a - b);
  const entries = ids.map(
    (id) => `<${name}>${cdata("ID", id)}${entry(metrics, limits.get(id) ?? {}, used.get(id) ?? {}, none)}</${name}>`,
  );
  return `<${name}_QUOTA>${entries.join("")}</${name}_QUOTA>`;
}

const VM_METRICS = ["CPU", "MEMORY", "RUNNING_CPU", "RUNNING_MEMORY", "RUNNING_VMS", "SYSTEM_DISK_SIZE", "VMS"];
const VM_METRICS_74 = [...VM_METRICS, "PCI_DEV", "PCI_NIC", "RUNNING_PCI_DEV", "RUNNING_PCI_NIC"].sort();

const NO_USAGE: Usage = { vm: {}, datastores: new Map(), networks: new Map(), images: new Map() };

/** The four quota elements of a user. oneadmin has none, and what it uses is not counted. */
export function quotaMarkup(world: World, { id, limits }: User): string {
  return elements(world, id === 0 ? NO_USAGE : usageOf(world, id), limits);
}

/** Those of a group. */
export function groupQuotaMarkup(world: World, gid: number): string {
  return elements(world, groupUsageOf(world, gid), world.groupLimits.get(gid) ?? noLimits());
}

/** The defaults of the cloud, as oned adds them to a user or a group. */
export function defaultQuotaMarkup(world: World, owner: "USER" | "GROUP"): string {
  const limits = owner === "USER" ? world.defaultLimits.user : world.defaultLimits.group;
  return `<DEFAULT_${owner}_QUOTAS>${elements(world, NO_USAGE, limits, UNLIMITED)}</DEFAULT_${owner}_QUOTAS>`;
}

function elements(
  world: World,
  used: Usage,
  limits: QuotaLimits,
  none: typeof DEFAULT | typeof UNLIMITED = DEFAULT,
): string {
  const metrics = world.release === "7.4" ? VM_METRICS_74 : VM_METRICS;
  const any = Object.keys(used.vm).length > 0 || Object.keys(limits.vm).length > 0;
  const vm = any ? `<VM>${entry(metrics, limits.vm, used.vm, none)}</VM>` : "";
  return `${group("DATASTORE", ["IMAGES", "SIZE"], limits.datastores, used.datastores, none)}${group("NETWORK", ["LEASES"], limits.networks, used.networks, none)}<VM_QUOTA>${vm}</VM_QUOTA>${group("IMAGE", ["RVMS"], limits.images, used.images, none)}`;
}
