/** The demand of new machines on the quotas, and the shortages. */
import type { Image, Quota, Quotas, Size, Template } from "../../model.ts";
import { countOf, numberIn, type OpenCapacity, type Values } from "./values.ts";

/** The demand of all machines together; memory and disk in MiB. */
export interface Demand {
  readonly machines: number;
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
  /** The part of the disk that counts on every cloud: disks without an image. */
  readonly ownDisk: number;
  /** Addresses by network. */
  readonly networks: ReadonlyMap<number, number>;
  /** Uses by image. */
  readonly images: ReadonlyMap<number, number>;
}

interface Source {
  readonly template: Template | undefined;
  readonly size: Size | undefined;
  readonly images: readonly Image[];
}

/** The capacity that the user has to choose: neither template nor size nor an input of the template sets it. */
export function openCapacity({ template, size }: Pick<Source, "template" | "size">): OpenCapacity {
  if (template === undefined) {
    return { cpu: size !== undefined && size.cpu === null, memory: size !== undefined && size.memoryMiB === null };
  }
  const hasInput = (name: string): boolean => template.inputs.some((input) => input.name === name);
  return {
    cpu: template.cpu === null && !hasInput("CPU"),
    memory: template.memoryMiB === null && !hasInput("MEMORY"),
  };
}

const known = (value: number): number => (Number.isFinite(value) && value > 0 ? value : 0);

function capacity(values: Values, { template, size }: Source): { readonly cpu: number; readonly memory: number } {
  const input = (name: string): number | undefined => {
    const value = values.inputs[name];
    return typeof value === "string" && value !== "" ? known(numberIn(value)) : undefined;
  };
  return {
    cpu: input("CPU") ?? template?.cpu ?? size?.cpu ?? known(numberIn(values.cpu)),
    memory: input("MEMORY") ?? template?.memoryMiB ?? size?.memoryMiB ?? known(numberIn(values.memory)),
  };
}

function counted(ids: readonly number[], count: number): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const id of ids) found.set(id, (found.get(id) ?? 0) + count);
  return found;
}

/** The demand of the values in the form. */
export function demandOf(values: Values, source: Source): Demand {
  const count = countOf(values);
  const { cpu, memory } = capacity(values, source);
  const { template, images } = source;
  const ofImage: Template["disks"] =
    values.image === "" ? [] : [{ image: { id: Number(values.image), name: "" }, sizeMiB: null }];
  const disks = template?.disks ?? ofImage;
  const sizeOf = (disk: (typeof disks)[number]): number => {
    const found = images.find(({ id }) => id === disk.image?.id);
    // A persistent image is used where it is.
    return found?.persistent === true ? 0 : (disk.sizeMiB ?? found?.sizeMiB ?? 0);
  };
  const sum = (some: typeof disks): number => some.reduce((total, disk) => total + sizeOf(disk), 0);
  const networks = [...(template?.networks ?? []).flatMap(({ network }) => network?.id ?? []), ...values.networks];
  return {
    machines: count,
    cpu: cpu * count,
    memory: memory * count,
    disk: sum(disks) * count,
    ownDisk: sum(disks.filter((disk) => disk.image === null)) * count,
    networks: counted(networks, count),
    images: counted(
      disks.flatMap((disk) => disk.image?.id ?? []),
      count,
    ),
  };
}

export type Resource = "machines" | "cpu" | "memory" | "disk" | "addresses" | "image";

export interface Shortage {
  readonly resource: Resource;
  readonly takes: number;
  readonly left: number;
  /** Id of the network or image. */
  readonly id?: number;
}

/** The resources for which the quotas of user or group do not suffice. */
export function shortagesOf(demand: Demand, quotas: Quotas): readonly Shortage[] {
  const found: Shortage[] = [];
  const check = (resource: Resource, takes: number, quota: Quota | undefined, id?: number): void => {
    const left = quota?.left;
    // Sums of parts of a CPU are not exact.
    if (left === undefined || left === null || takes <= left + 1e-9) return;
    if (found.some((one) => one.resource === resource && one.id === id)) return;
    found.push({ resource, takes, left, ...(id !== undefined && { id }) });
  };
  check("machines", demand.machines, quotas.machines);
  check("machines", demand.machines, quotas.runningMachines);
  check("cpu", demand.cpu, quotas.cpu);
  check("cpu", demand.cpu, quotas.runningCpu);
  check("memory", demand.memory, quotas.memoryMiB);
  check("memory", demand.memory, quotas.runningMemoryMiB);
  // Where copies of images are kept is the cloud's choice: only what is certain stops anybody.
  check("disk", demand.ownDisk, quotas.systemDiskMiB);
  for (const [id, takes] of demand.networks) {
    check("addresses", takes, quotas.networks.find((one) => one.id === id)?.leases, id);
  }
  for (const [id, takes] of demand.images) {
    check("image", takes, quotas.images.find((one) => one.id === id)?.machines, id);
  }
  return found;
}
