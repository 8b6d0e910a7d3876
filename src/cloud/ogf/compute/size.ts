/** How much of CPU and memory a machine gets: what the instance types allow. */
import type { Attributes } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { amount, field, say, type Vocabulary } from "../../../wording.ts";
import { requestedCapacity } from "../../capacity.ts";
import type { CloudDeps } from "../../deps.ts";
import { decimal, rounded } from "../attributes.ts";
import { SHARES_OF_A_CPU } from "./entity.ts";

/** oned's words and units, as texts: CPU, MEMORY in MiB, VCPU. */
export interface Size {
  /** The instance type; undefined where the VM template's own capacity counts. */
  readonly type: string | undefined;
  readonly cpu?: string;
  readonly memory?: string;
  readonly vcpu?: string;
}

const [CORES, MEMORY, SHARE, SPEED, OWN_CPU] = [
  "occi.compute.cores",
  "occi.compute.memory",
  "occi.compute.share",
  "occi.compute.speed",
  "org.opennebula.compute.cpu",
] as const;

/** The attributes that ask for capacity. */
export const SIZE_NAMES: readonly string[] = [CORES, MEMORY, SHARE, SPEED, OWN_CPU];

/** The size that a request asks for. A share or a clock of 0 is how clients say that they ask for none. */
export function requestedSize(attributes: Attributes): ReadonlyMap<string, number> {
  const requested = SIZE_NAMES.flatMap((name) => {
    const value = attributes.has(name) ? decimal(String(attributes.get(name))) : undefined;
    const none = value === undefined || (value === 0 && (name === SHARE || name === SPEED));
    return none ? [] : [[name, value] as const];
  });
  return new Map(requested);
}

/** The attribute that tells how much CPU is asked for, and how many CPUs one of its units is. */
interface CpuAttribute {
  readonly name: string;
  readonly unit: number;
}

/** A core counts as a whole CPU unless the CPU itself, share or speed say how much. */
function cpuAttribute(requested: ReadonlyMap<string, number>): CpuAttribute | undefined {
  const candidates: readonly CpuAttribute[] = [
    { name: OWN_CPU, unit: 1 },
    { name: SHARE, unit: 1 / SHARES_OF_A_CPU },
    { name: SPEED, unit: requested.get(CORES) ?? 1 },
    { name: CORES, unit: 1 },
  ];
  return candidates.find(({ name }) => requested.has(name));
}

/** Names the CPU as the request did, and counts it in that unit. */
function wordsFor(attribute: CpuAttribute | undefined): Vocabulary {
  return (term) => {
    if (attribute === undefined || !("field" in term) || term.field !== "cpu") return undefined;
    return term.value === undefined ? attribute.name : String(rounded(Number(term.value) / attribute.unit));
  };
}

/**
 * The size of a type, with what it leaves to the request. A size that the type fixes is not requested (GFD.224, 3.5.2).
 */
export function sizeOf(deps: CloudDeps, type: string, attributes: Attributes): Size {
  const fixed = deps.templates.capacity(type);
  const requested = requestedSize(attributes);
  const [cpu, gibibytes, cores] = [cpuAttribute(requested), requested.get(MEMORY), requested.get(CORES)];
  const cpus = cpu && rounded((requested.get(cpu.name) ?? 0) * cpu.unit);
  const memory = gibibytes === undefined ? undefined : Math.round(gibibytes * 1024);
  if (fixed.cpu === undefined && cpus !== undefined && !(cpus > 0)) {
    throw new OcciError("INVALID_REQUEST", `${cpu?.name} must be above 0.`);
  }
  if (fixed.memory === undefined && memory !== undefined && !(memory > 0)) {
    throw new OcciError("INVALID_REQUEST", say`${field("memory")} must be at least ${amount("memory", 1)}.`);
  }
  const wanted = {
    ...(cpus !== undefined && { cpu: String(cpus) }),
    ...(memory !== undefined && { memory: String(memory) }),
  };
  const vcpu = fixed.vcpu ?? (fixed.cpu === undefined && cores !== undefined ? String(cores) : undefined);
  try {
    return { type, ...fixed, ...requestedCapacity(deps, type, wanted), ...(vcpu !== undefined && { vcpu }) };
  } catch (error) {
    throw error instanceof OcciError ? error.in(wordsFor(cpu)) : error;
  }
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
  if (requestedSize(attributes).size > 0) return sizeOf(deps, openType(deps), attributes);
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
  throw new OcciError("INVALID_REQUEST", "The instance type determines cores and memory.", {
    hint: `Name a resource_tpl: ${config.vmTypes.map(({ name }) => name).join(", ")}.`,
  });
}
