/** Another host name or public key for a machine that exists: in its CONTEXT, for the guest. */
import { OcciError } from "../../../errors.ts";
import { xmlTemplate } from "../../../opennebula/template-writer.ts";
import * as vms from "../../../opennebula/vm.ts";
import type { VmDetails } from "../../../opennebula/vm-details.ts";
import { settle } from "../../compute-actions.ts";
import * as fields from "../../fields.ts";
import type { Caller } from "../caller.ts";

/** @param requested variables of CONTEXT with the attributes that they were sent as. @throws OcciError INVALID_REQUEST for what the type fixes. */
export function refuseFixed({ deps }: Caller, vm: VmDetails, requested: readonly (readonly [string, string])[]): void {
  const type = deps.config.vmTypes.find(({ name }) => name === vm.instanceType)?.name;
  if (type === undefined || requested.length === 0) return;
  const probe = { instanceType: type, disks: [], nics: [], context: [] };
  const fixed = new Set(deps.templates.context(type, probe).fixed.map(([name]) => name));
  const [, attribute] = requested.find(([name]) => fixed.has(name)) ?? [];
  if (attribute === undefined) return;
  throw new OcciError("INVALID_REQUEST", `${attribute}: the instance type ${type} fixes it.`);
}

/** In CONTEXT, for the guest; a machine without one has it noted only. */
export async function changeHostName(caller: Caller, vm: VmDetails, name: string): Promise<void> {
  const { deps, session } = caller;
  if (vm.context.length === 0) {
    return vms.update(deps.oned, session, vm.id, xmlTemplate([["OCCI_HOSTNAME", name]]));
  }
  await reconfigure(caller, vm.id, xmlTemplate([["CONTEXT", [["SET_HOSTNAME", name]]]]));
}

/** @throws OcciError INVALID_CHARACTER for a key that CONTEXT cannot hold. */
export function keyTemplate({ deps }: Caller, key: string): string {
  return xmlTemplate([["CONTEXT", fields.contextVariables([["SSH_PUBLIC_KEY", key]], deps.config.contextVariables)]]);
}

/** Changes CONTEXT (`one.vm.updateconf`), and waits until oned has done so. */
export async function reconfigure(caller: Caller, id: number, template: string): Promise<void> {
  await vms.updateConf(caller.deps.oned, caller.session, id, template);
  await settle({ ...caller, id });
}
