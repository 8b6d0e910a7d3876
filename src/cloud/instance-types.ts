/** The instance types of the configuration. */
import { OcciError } from "../errors.ts";
import type { InstanceType } from "../model.ts";
import { say } from "../wording.ts";
import type { CloudDeps } from "./deps.ts";
import { didYouMean, isType } from "./type-names.ts";

function view(deps: CloudDeps, name: string): InstanceType {
  const { cpu, memory } = deps.templates.capacity(name);
  return { name, ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) };
}

/** All of them, as configured. */
export function list(deps: CloudDeps): readonly InstanceType[] {
  return deps.config.vmTypes.map((type) => view(deps, type.name));
}

/** @throws OcciError NOT_FOUND; names are case-sensitive, as in 4.6. */
export function show(deps: CloudDeps, name: string): InstanceType {
  if (!isType(deps.config, name)) {
    const shown = name.slice(0, 64);
    const message = { historic: `INSTANCE_TYPE ${shown} not found`, plain: `There is no instance type "${shown}".` };
    throw new OcciError("NOT_FOUND", say`${message}`, {
      hint: say`${didYouMean(deps.config, name)}${{ look: "/instance_type" }} lists them.`,
    });
  }
  return view(deps, name);
}
