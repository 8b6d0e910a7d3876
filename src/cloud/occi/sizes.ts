/** How much of CPU and memory a machine gets: what the instance types allow. */
import type { Attributes } from "../../dialects/occi/index.ts";
import { OcciError } from "../../errors.ts";
import { requestedCapacity } from "../capacity.ts";
import type { CloudDeps } from "../deps.ts";
import { decimal, rounded } from "./attributes.ts";
import { SHARES_OF_A_CPU } from "./compute-entity.ts";

/** oned's words and units, as texts: CPU, MEMORY in MiB, VCPU. */
export interface Size {
  /** The instance type; undefined where the VM template's own capacity counts. */
  readonly type: string | undefined;
  readonly cpu?: string;
  readonly memory?: string;
  readonly vcpu?: string;
}

/** The attributes that ask for capacity. */
export const SIZE_NAMES: readonly string[] = [
  "occi.compute.cores",
  "occi.compute.memory",
  "occi.compute.share",
  "occi.compute.speed",
  "org.opennebula.compute.cpu",
];

/** Whether a request says anything about capacity. */
export function asksForSize(attributes: Attributes): boolean {
  return SIZE_NAMES.some((name) => attributes.has(name));
}

interface Wanted {
  readonly cpu?: string;
  readonly memory?: string;
  readonly vcpu?: string;
}

/** What the attributes ask for; a core counts as a whole CPU unless share, speed or the CPU itself say it. */
function wantedOf(attributes: Attributes): Wanted {
  const number = (name: string) => decimal(attributes.has(name) ? String(attributes.get(name)) : undefined);
  const [cores, gib, share, speed, own] = SIZE_NAMES.map(number);
  const cpu =
    own ??
    (share === undefined ? undefined : share / SHARES_OF_A_CPU) ??
    (speed === undefined ? undefined : speed * (cores ?? 1)) ??
    cores;
  return {
    ...(cpu !== undefined && { cpu: String(rounded(cpu)) }),
    ...(gib !== undefined && { memory: String(Math.round(gib * 1024)) }),
    ...(cores !== undefined && { vcpu: String(cores) }),
  };
}

function named(field: "cpu" | "memory"): string {
  return field === "cpu" ? "occi.compute.cores" : "occi.compute.memory";
}

/** The size of a type, with what it leaves to the request. What the type fixes is not asked for (GFD.224, 3.5.2). */
export function sizeOf(deps: CloudDeps, type: string, attributes: Attributes): Size {
  const fixed = deps.templates.capacity(type);
  const wanted = wantedOf(attributes);
  for (const field of ["cpu", "memory"] as const) {
    const value = Number(wanted[field]);
    if (fixed[field] === undefined && wanted[field] !== undefined && !(value > 0)) {
      throw new OcciError("INVALID_REQUEST", `${named(field)} must be above 0.`);
    }
  }
  const asked = requestedCapacity(deps, type, wanted);
  const vcpu = fixed.vcpu ?? (fixed.cpu === undefined ? wanted.vcpu : undefined);
  return { type, ...fixed, ...asked, ...(vcpu !== undefined && { vcpu }) };
}

/**
 * The size of a new machine.
 * @param type of the request's resource_tpl.
 * @param ownSize whether the VM template that it is made of has a capacity of its own.
 * @throws OcciError INVALID_REQUEST when cores or memory are asked for and no instance type leaves them open.
 */
export function sizeOfNew(deps: CloudDeps, type: string | undefined, attributes: Attributes, ownSize: boolean): Size {
  if (type !== undefined) return sizeOf(deps, type, attributes);
  const { vmTypes, defaultResourceTpl } = deps.config;
  if (asksForSize(attributes)) return sizeOf(deps, openType(deps), attributes);
  if (defaultResourceTpl !== undefined) return sizeOf(deps, defaultResourceTpl, attributes);
  const [first] = vmTypes;
  return ownSize || first === undefined ? { type: undefined } : sizeOf(deps, first.name, attributes);
}

/** The first instance type that leaves capacity to the request. */
function openType({ config, templates }: CloudDeps): string {
  const open = config.vmTypes.find(({ name }) => {
    const { cpu, memory } = templates.capacity(name);
    return cpu === undefined && memory === undefined;
  });
  if (open !== undefined) return open.name;
  throw new OcciError("INVALID_REQUEST", "Cores and memory follow the instance types here.", {
    hint: `Name a resource_tpl: ${config.vmTypes.map(({ name }) => name).join(", ")}.`,
  });
}
