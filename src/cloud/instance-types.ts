/** The instance types of the configuration. */
import { OcciError } from "../errors.ts";
import type { InstanceType } from "../model.ts";
import { field, say } from "../wording.ts";
import type { CloudDeps } from "./deps.ts";

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
  if (!deps.config.vmTypes.some((type) => type.name === name)) {
    throw new OcciError("NOT_FOUND", say`${field("instanceType")} ${name.slice(0, 64)} not found`, {
      hint: say`GET ${{ place: "/instance_type" }} lists them.`,
    });
  }
  return view(deps, name);
}
