/** Reading VMs, and the changes that keep their state: `one.vm.info`, `one.vmpool.*`, `rename`, `update`, `chmod`. */
import { Failure } from "../failure.ts";
import { nameFault } from "../names.ts";
import * as objects from "../objects.ts";
import { VM_STATE, type Vm } from "../records.ts";
import type { Caller, Right } from "../users/permissions.ts";
import type { Payload } from "../wire/xmlrpc.ts";
import type { World } from "../world.ts";
import { encodedFull, encodedShort } from "./markup.ts";

/** The VM of an id, which the caller has a right on. */
export function allowedVm(world: World, caller: Caller, id: number, right: Right): Vm {
  return objects.findAllowed(world, caller, world.vms, "VM", id, right);
}

/** `one.vm.info`. */
export function info(world: World, caller: Caller, id: number): Payload {
  return { encoded: encodedFull(world, allowedVm(world, caller, id, "USE")) };
}

export interface VmPoolRequest extends objects.PoolRequest {
  /** -2: any, -1: any but DONE, else that state. */
  readonly state: number;
  /** A search in documents, which a database of sqlite cannot do. */
  readonly filter: string;
}

/** `one.vmpool.info`, `one.vmpool.infoextended`. */
export function pool(world: World, caller: Caller, request: VmPoolRequest, extended: boolean): Payload {
  if (request.filter !== "") {
    throw new Failure("INTERNAL", "JSON query search is not supported by the SQL backend");
  }
  const { state } = request;
  const matches = (vm: Vm): boolean => state === -2 || (state === -1 ? vm.state !== VM_STATE.DONE : vm.state === state);
  const vms = objects.poolOf(world, caller, world.vms, "VM", request, matches);
  const each = extended ? encodedFull : encodedShort;
  return { encoded: `&lt;VM_POOL&gt;${vms.map((vm) => each(world, vm)).join("")}&lt;/VM_POOL&gt;` };
}

/** `one.vm.rename`: names of VMs need not differ. */
export function rename(world: World, caller: Caller, id: number, name: string): number {
  const vm = allowedVm(world, caller, id, "MANAGE");
  const fault = nameFault(name, world.release);
  if (fault !== undefined) throw new Failure("ACTION", fault);
  vm.name = name;
  world.changed(vm);
  return id;
}

/** `one.vm.update`: the user's own attributes. */
export function update(world: World, caller: Caller, id: number, text: string, type: number): number {
  const append = objects.isAppend(type);
  const vm = allowedVm(world, caller, id, "MANAGE");
  const wanted = objects.templateOf(world, text, "ACTION");
  objects.refuseRestricted(world, caller, "VM", wanted, "VM Template");
  if (append) vm.userTemplate.merge(wanted);
  else vm.userTemplate = wanted;
  world.changed(vm);
  return id;
}

/** `one.vm.chmod`. */
export function chmod(world: World, caller: Caller, id: number, wanted: readonly number[]): number {
  const vm = objects.find(world.vms, "VM", id);
  objects.chmod(world, caller, "VM", vm, wanted);
  world.changed(vm);
  return id;
}
