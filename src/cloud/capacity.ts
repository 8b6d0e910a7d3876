/** How much CPU and memory a request may ask for. */
import { OcciError } from "../errors.ts";
import type { ComputeRequest } from "../model.ts";
import { amount, field, say } from "../wording.ts";
import type { CloudDeps } from "./deps.ts";
import * as fields from "./fields.ts";

function within(name: "cpu" | "memory", value: string, most: number | undefined, type: string): string {
  if (most === undefined || Number(value) <= most) return value;
  throw new OcciError(
    "INVALID_REQUEST",
    say`${field(name)} may be at most ${amount(name, most)} with the ${{ advice: "nameOfSizes" }} ${type}.`,
  );
}

/**
 * The CPU and MEMORY of a request that take effect with a type: only those that its template leaves to the request,
 * within CPU_MAX and MEMORY_MAX. Values that the template fixes are ignored in a request, as in 4.6: clients send back
 * what they have read.
 * @throws OcciError INVALID_REQUEST for no number or one over the limit.
 */
export function requestedCapacity(
  deps: CloudDeps,
  type: string,
  { cpu, memory }: Pick<ComputeRequest, "cpu" | "memory">,
): { cpu?: string; memory?: string } {
  const fixed = deps.templates.capacity(type);
  const limits = deps.config.vmTypes.find((candidate) => candidate.name === type);
  return {
    ...(fixed.cpu === undefined && cpu !== undefined && { cpu: within("cpu", fields.cpu(cpu), limits?.cpuMax, type) }),
    ...(fixed.memory === undefined &&
      memory !== undefined && { memory: within("memory", fields.memory(memory), limits?.memoryMax, type) }),
  };
}
