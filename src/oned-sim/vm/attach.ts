/** Disks and NICs of VMs that exist: `one.vm.attach`, `detach`, `attachnic`, `detachnic`. */
import type { Vector } from "../attributes.ts";
import { Failure } from "../failure.ts";
import { refuseRestricted, templateOf } from "../objects.ts";
import { VM_STATE, type Vm } from "../records.ts";
import type { Caller } from "../users/permissions.ts";
import { checkQuota } from "../users/quota-check.ts";
import { giveAddress } from "../vnet/lease.ts";
import { dropUnusedRules } from "../vnet/security-rules.ts";
import type { World } from "../world.ts";
import { writeNetworkContext } from "./context.ts";
import { addDisk, assignTargets, authorizeImages, DeviceFault, imageRequests, releaseDisk } from "./disk.ts";
import { ACTION, beginAgain } from "./history.ts";
import { back, pass } from "./life.ts";
import { addNic, authorizeNics, knownVnets } from "./nic.ts";
import { isRunning, stateName } from "./states.ts";
import { allowedVm } from "./vm.ts";

/** The LCM state of a change, by where it begins; the error that names the state when it cannot begin. */
function changing(vm: Vm, running: string, off: string, wrong: string): string {
  if (isRunning(vm)) return running;
  if (vm.state === VM_STATE.POWEROFF) return off;
  throw new Failure("ACTION", `${wrong}, wrong state ${stateName(vm)}.`);
}

/** Runs a step that may find a device impossible. @throws Failure ACTION */
function device<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof DeviceFault) throw new Failure("ACTION", error.message);
    throw error;
  }
}

function rewriteContext(world: World, vm: Vm): void {
  for (const context of vm.template.vectors("CONTEXT")) writeNetworkContext(world, vm, context);
}

function dropDisk(world: World, vm: Vm, disk: Vector): void {
  releaseDisk(world, vm, disk);
  vm.disks = vm.disks.filter((other) => other !== disk);
  vm.diskSnapshots.delete(Number(disk.get("DISK_ID")));
}

function dropNic(world: World, vm: Vm, nic: Vector): void {
  giveAddress(world, nic, vm.id);
  vm.nics = vm.nics.filter((other) => other !== nic);
  const parent = vm.nics.find((other) => other.get("NIC_ID") === nic.get("PARENT_ID"));
  vm.aliases = vm.aliases.filter((other) => other !== nic);
  if (parent !== undefined) {
    const left = vm.aliases.filter((alias) => alias.get("PARENT_ID") === parent.get("NIC_ID"));
    if (left.length > 0) parent.set("ALIAS_IDS", left.map((alias) => alias.get("NIC_ID")).join(","));
    else parent.delete("ALIAS_IDS");
  }
  dropUnusedRules(vm);
  rewriteContext(world, vm);
}

/** `one.vm.attach`. The VM goes back without the disk when the driver fails. */
export function attach(world: World, caller: Caller, id: number, text: string): number {
  const template = templateOf(world, text);
  const vm = allowedVm(world, caller, id, "MANAGE");
  refuseRestricted(world, caller, "VM", template, "VM Template");
  const [wanted] = template.vectors("DISK");
  authorizeImages(world, caller, wanted === undefined ? [] : [wanted]);
  if (vm.history.length === 0) throw new Failure("ACTION", "VM is not running in any host");
  if (wanted === undefined) throw new Failure("ACTION", "Internal error parsing DISK attribute");
  const state = changing(vm, "HOTPLUG", "HOTPLUG_PROLOG_POWEROFF", `Could not attach a new disk to VM ${id}`);
  const images = imageRequests(world, caller, [wanted]).map(({ object }) => object?.id ?? -1);
  checkQuota(world, caller, { images });
  const from = { state: vm.state };
  const disk = device(() => addDisk(world, caller, vm, wanted));
  assignTargets(vm);
  disk.set("ATTACH", "YES");
  disk.set("TM_MAD_SYSTEM", vm.template.single("TM_MAD_SYSTEM") ?? "");
  beginAgain(world, vm, ACTION.diskAttach, caller);
  pass(world, vm, [state], () => {
    disk.delete("ATTACH");
    if (world.takeFailure("attach") !== undefined) dropDisk(world, vm, disk);
    back(world, vm, from);
  });
  return id;
}

/** `one.vm.detach`. */
export function detach(world: World, caller: Caller, id: number, diskId: number): number {
  const vm = allowedVm(world, caller, id, "MANAGE");
  const disk = vm.disks.find((one) => one.get("DISK_ID") === String(diskId));
  if (disk === undefined && world.release === "7.4") throw new Failure("ACTION", "VM disk does not exist");
  const state = changing(vm, "HOTPLUG", "HOTPLUG_EPILOG_POWEROFF", `Could not detach disk from VM ${id}`);
  if (disk === undefined) {
    throw new Failure("ACTION", `Could not detach disk with DISK_ID ${diskId}, it does not exist.`);
  }
  const from = { state: vm.state };
  disk.set("ATTACH", "YES");
  beginAgain(world, vm, ACTION.diskDetach, caller);
  pass(world, vm, [state], () => {
    disk.delete("ATTACH");
    if (world.takeFailure("detach") === undefined) dropDisk(world, vm, disk);
    back(world, vm, from);
  });
  return id;
}

/** `one.vm.attachnic`: a NIC, or an alias of one. */
export function attachNic(world: World, caller: Caller, id: number, text: string): number {
  const template = templateOf(world, text);
  const vm = allowedVm(world, caller, id, "MANAGE");
  refuseRestricted(world, caller, "VM", template, "VM Template");
  const [nic] = template.vectors("NIC");
  const [alias] = template.vectors("NIC_ALIAS");
  const wanted = nic ?? alias;
  authorizeNics(world, caller, wanted === undefined ? [] : [wanted]);
  if (wanted === undefined) throw new Failure("ACTION", "Internal error parsing NIC attribute");
  const state = changing(vm, "HOTPLUG_NIC", "HOTPLUG_NIC_POWEROFF", `Could not add a new NIC to VM ${id}`);
  checkQuota(world, caller, { networks: device(() => knownVnets(world, caller, [wanted])).map((vnet) => vnet.id) });
  const from = { state: vm.state };
  const made = device(() => addNic(world, caller, vm, wanted, nic === undefined));
  made.set("ATTACH", "YES");
  rewriteContext(world, vm);
  beginAgain(world, vm, nic === undefined ? ACTION.aliasAttach : ACTION.nicAttach, caller);
  pass(world, vm, [state], () => {
    made.delete("ATTACH");
    if (world.takeFailure("attachnic") !== undefined) dropNic(world, vm, made);
    back(world, vm, from);
  });
  return id;
}

/** `one.vm.detachnic`: with the aliases of the NIC. */
export function detachNic(world: World, caller: Caller, id: number, nicId: number): number {
  const vm = allowedVm(world, caller, id, "MANAGE");
  const state = changing(vm, "HOTPLUG_NIC", "HOTPLUG_NIC_POWEROFF", `Could not detach NIC from VM ${id}`);
  const nic = [...vm.nics, ...vm.aliases].find((one) => one.get("NIC_ID") === String(nicId));
  if (nic === undefined) throw new Failure("ACTION", `Could not detach NIC with NIC_ID ${nicId}, it does not exist.`);
  const from = { state: vm.state };
  nic.set("ATTACH", "YES");
  beginAgain(world, vm, ACTION.nicDetach, caller);
  pass(world, vm, [state], () => {
    nic.delete("ATTACH");
    if (world.takeFailure("detach") === undefined) {
      const aliases = vm.aliases.filter((alias) => alias.get("PARENT_ID") === String(nicId));
      for (const gone of [...aliases, nic]) dropNic(world, vm, gone);
    }
    back(world, vm, from);
  });
  return id;
}
