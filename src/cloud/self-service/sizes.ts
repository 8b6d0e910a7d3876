/** The sizes of machines: the instance types that the configuration has. */
import type { Fault } from "../../errors.ts";
import type { MachineSize } from "../../model.ts";
import type { CloudDeps } from "../deps.ts";

/** All sizes, in the order of the configuration. */
export function listSizes({ config, templates }: Pick<CloudDeps, "config" | "templates">): MachineSize[] {
  return config.vmTypes.map(({ name, cpuMax, memoryMax }) => {
    const { cpu, memory } = templates.capacity(name);
    return {
      name,
      ...(cpu !== undefined && { cpu: Number(cpu) }),
      ...(memory !== undefined && { memory: Number(memory) }),
      ...(cpu === undefined && cpuMax !== undefined && { cpuMax }),
      ...(memory === undefined && memoryMax !== undefined && { memoryMax }),
    };
  });
}

/** The fault of a size that the cloud does not have. */
export function unknownSize({ config }: Pick<CloudDeps, "config">, size: string): Fault {
  const names = config.vmTypes.map(({ name }) => name).join(", ");
  return { at: ["size"], message: `There is no size ${JSON.stringify(size.slice(0, 64))}: the sizes are ${names}.` };
}
