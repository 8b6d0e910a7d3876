/** Security groups of a VM's NICs: `one.vm.attachsg` and `one.vm.detachsg`. */
import type { Vector } from "../attributes.ts";
import { Failure } from "../failure.ts";
import { find, findThenAllow } from "../objects.ts";
import { VM_STATE, type Vm } from "../records.ts";
import { authorize, type Caller } from "../users/permissions.ts";
import { tellHost } from "../vnet/security-group.ts";
import { addRules, dropRules, groupIds, groupsOfVm } from "../vnet/security-rules.ts";
import type { World } from "../world.ts";
import { nicRequests } from "./nic.ts";
import { stateName } from "./states.ts";

/** States in which a host is told the rules anyway, or cannot be. */
const BUSY =
  /^(BOOT|BOOT_(MIGRATE|SUSPENDED|STOPPED|UNDEPLOY|POWEROFF|UNKNOWN|FAILURE|MIGRATE_FAILURE|UNDEPLOY_FAILURE|STOPPED_FAILURE)|MIGRATE|HOTPLUG_NIC|HOTPLUG_NIC_POWEROFF|UNKNOWN)$/;
/** States in which the host is told of a change. */
const ON_HOST =
  /^(RUNNING|HOTPLUG|HOTPLUG_SNAPSHOT|HOTPLUG_SAVEAS|HOTPLUG_RESIZE|DISK_SNAPSHOT|DISK_SNAPSHOT_DELETE|DISK_RESIZE)$/;

function nicOf(vm: Vm, id: number): Vector | undefined {
  return [...vm.nics, ...vm.aliases].find((nic) => nic.get("NIC_ID") === String(id));
}

function noNic(code: "INTERNAL" | "ACTION", vm: Vm, nicId: number): Failure {
  return new Failure(code, `VM ${vm.id} doesn't have NIC id ${nicId}`);
}

/** @throws Failure ACTION */
function refuseBusy(vm: Vm): void {
  if (vm.state !== VM_STATE.ACTIVE || !BUSY.test(stateName(vm))) return;
  throw new Failure("ACTION", `VM ${vm.id} is in wrong state ${stateName(vm)}`);
}

/** The rules of the VM follow its NICs, and the host is told. */
function follow(world: World, vm: Vm, groupId: number): void {
  dropRules(vm, groupId);
  const used = groupsOfVm(vm).includes(groupId);
  if (used) addRules(world, vm, groupId);
  const group = world.securityGroups.get(groupId);
  group?.outdated.delete(vm.id);
  if (used && group !== undefined && vm.state === VM_STATE.ACTIVE && ON_HOST.test(stateName(vm))) {
    tellHost(world, group, vm);
  }
  world.changed(vm);
}

/** `one.vm.attachsg`; the VM's id. */
export function attach(world: World, caller: Caller, id: number, nicId: number, groupId: number): number {
  const vm = find(world.vms, "VM", id);
  const nic = nicOf(vm, nicId);
  if (nic === undefined) throw noNic("INTERNAL", vm, nicId);
  const groups = groupIds(nic.get("SECURITY_GROUPS"));
  const wanted = new Map(nic).set("SECURITY_GROUPS", [...groups, groupId].join(","));
  authorize(world, caller, { right: "MANAGE", kind: "VM", object: vm }, ...nicRequests(world, caller, [wanted]));
  if (!world.securityGroups.has(groupId)) {
    throw new Failure("ACTION", `Could not attach SG ${groupId} to VM, SG does not exist`);
  }
  refuseBusy(vm);
  if (groups.includes(groupId)) throw new Failure("ACTION", `VM ${id} SG ${groupId} already in NIC ${nicId}`);
  nic.set("SECURITY_GROUPS", groupIds(wanted.get("SECURITY_GROUPS")).join(","));
  follow(world, vm, groupId);
  return id;
}

/** `one.vm.detachsg`; the VM's id. */
export function detach(world: World, caller: Caller, id: number, nicId: number, groupId: number): number {
  const vm = findThenAllow(world, caller, world.vms, "VM", id, "MANAGE");
  refuseBusy(vm);
  const nic = nicOf(vm, nicId);
  if (nic === undefined) throw noNic("ACTION", vm, nicId);
  const groups = groupIds(nic.get("SECURITY_GROUPS"));
  if (!groups.includes(groupId)) {
    throw new Failure("ACTION", `VM ${id} NIC ${nicId} doesn't contain SG ${groupId}`);
  }
  nic.set("SECURITY_GROUPS", groups.filter((other) => other !== groupId).join(","));
  follow(world, vm, groupId);
  return id;
}
