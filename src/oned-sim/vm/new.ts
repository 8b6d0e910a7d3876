/** New VMs: `one.vm.allocate`. */

import { randomUUID } from "node:crypto";
import { Attributes, type Vector } from "../attributes.ts";
import { Failure } from "../failure.ts";
import { nameFault } from "../names.ts";
import { refuseRestricted, templateOf } from "../objects.ts";
import { VM_STATE, type Vm } from "../records.ts";
import { authorize, type Caller } from "../users/permissions.ts";
import { checkQuota } from "../users/quota-check.ts";
import { giveAddress } from "../vnet/lease.ts";
import type { World } from "../world.ts";
import { bootFault } from "./boot.ts";
import { ContextError, contextError, expandContext, writeNetworkContext } from "./context.ts";
import { resolveFiles } from "./context-files.ts";
import {
  addDisk,
  assignTargets,
  DeviceFault,
  freeTarget,
  imageOf,
  imageRequests,
  knownImages,
  nextDiskId,
  releaseDisk,
} from "./disk.ts";
import { awaitImages } from "./life.ts";
import { addNic, knownVnets, nicRequests } from "./nic.ts";
import { takeScheduled } from "./scheduled.ts";

/** Attributes that oned itself understands: they stay in TEMPLATE, the others are the user's. */
const OWN = new Set(
  "CPU MEMORY VCPU OS FEATURES GRAPHICS VIDEO INPUT RAW CONTEXT CPU_MODEL TOPOLOGY EMULATOR PCI SECURITY_GROUP_RULE TEMPLATE_ID SUBMIT_ON_HOLD VMGROUP NIC_DEFAULT BACKUP_CONFIG CPU_COST MEMORY_COST DISK_COST CLONING_TEMPLATE_ID".split(
    " ",
  ),
);

function positive(text: string | undefined): number | undefined {
  const value = Number(text ?? "");
  return text !== undefined && /^\s*\d*\.?\d+\s*$/.test(text) && value > 0 ? value : undefined;
}

/** CPU and MEMORY as numbers. @throws Failure in oned's order of checks */
function capacity(world: World, caller: Caller, template: Attributes): { cpu: number; memory: number } {
  const text = template.single("MEMORY");
  const wrong = "MEMORY attribute must be a positive integer value.";
  if (text !== undefined && /^\s*-\d+\s*$/.test(text) && world.release === "6.10") {
    throw new Failure("AUTHORIZATION", `User [${caller.user.id}] : user [${caller.user.id}] ${wrong}`);
  }
  const memory = /^\s*\d+\s*$/.test(text ?? "") ? positive(text) : undefined;
  if (memory === undefined) throw new Failure("INTERNAL", wrong);
  const cpu = positive(template.single("CPU"));
  if (cpu === undefined) throw new Failure("INTERNAL", "CPU attribute must be a positive float or integer value.");
  return { cpu, memory };
}

/** MiB that disks of a template would take in the system datastore. */
function systemSize(world: World, caller: Caller, disks: readonly Vector[]): number {
  return disks.reduce((sum, disk) => {
    const wanted = Number(disk.get("SIZE") ?? 0);
    try {
      const image = imageOf(world, caller, disk);
      if (image === undefined) return sum + wanted;
      return image.persistent || image.type === "CDROM" ? sum : sum + Math.max(wanted, image.size);
    } catch (error) {
      if (error instanceof DeviceFault) return sum;
      throw error;
    }
  }, 0);
}

function requirements(world: World, vm: Vm): void {
  const placed = vm.disks.length + vm.nics.length > 0;
  const rest = world.release === "7.4" ? "!(PIN_POLICY = PINNED)" : "!(PUBLIC_CLOUD = YES) & !(PIN_POLICY = PINNED)";
  vm.template.set("AUTOMATIC_REQUIREMENTS", placed ? `(CLUSTER_ID = 0) & ${rest}` : rest);
  if (!placed) return;
  vm.template.set("AUTOMATIC_DS_REQUIREMENTS", '("CLUSTERS/ID" @> 0)');
  vm.template.set("AUTOMATIC_NIC_REQUIREMENTS", '("CLUSTERS/ID" @> 0)');
}

/** Splits a template into oned's part and the user's. */
function split(world: World, template: Attributes, vm: Vm): void {
  takeScheduled(world, vm, template);
  for (const [name, value] of template.entries()) {
    // A context that is not a vector does not count.
    if (name === "CONTEXT" && typeof value === "string") continue;
    (OWN.has(name) ? vm.template : vm.userTemplate).add(name, value);
  }
  const os = vm.template.vectors("OS")[0] ?? new Map<string, string>();
  if (!os.has("UUID")) os.set("UUID", randomUUID());
  vm.template.set("OS", os);
  vm.template.add("VMID", String(vm.id));
}

function addContext(world: World, caller: Caller, vm: Vm): void {
  const [wanted] = vm.template.vectors("CONTEXT");
  if (wanted === undefined) return;
  const files = wanted.get("FILES_DS") ?? "";
  wanted.delete("FILES_DS");
  let context: Vector;
  try {
    context = expandContext(world, vm, wanted);
  } catch (error) {
    if (!(error instanceof ContextError)) throw error;
    throw new Failure("INTERNAL", contextError(wanted, error));
  }
  vm.template.remove("CONTEXT");
  context.set("DISK_ID", String(nextDiskId(vm)));
  context.set("TARGET", freeTarget(vm, "hd"));
  writeNetworkContext(world, vm, context);
  if (files !== "") context.set("FILES_DS", resolveFiles(world, caller, files));
  vm.template.add("CONTEXT", context);
}

/** A VM with an id and nothing else; without a name its id is put behind the prefix. */
export function blankVm(world: World, uid: number, gid: number, name: string, prefix = "vm"): Vm {
  const id = world.nextId("vm");
  return {
    id,
    uid,
    gid,
    name: name === "" ? `${prefix}-${id}` : name,
    permissions: [1, 1, 0, 0, 0, 0, 0, 0, 0],
    epoch: 0,
    state: VM_STATE.INIT,
    lcm: 0,
    resched: false,
    locked: false,
    started: world.clock.seconds(),
    ended: 0,
    deployId: "",
    template: new Attributes(),
    userTemplate: new Attributes(),
    disks: [],
    nics: [],
    aliases: [],
    snapshots: [],
    nextSnapshot: 0,
    scheduled: [],
    diskSnapshots: new Map(),
    history: [],
    short: undefined,
    full: undefined,
  };
}

/** Takes images and addresses; gives all back when one cannot be had. @throws Failure INTERNAL */
function addDevices(
  world: World,
  caller: Caller,
  vm: Vm,
  wanted: { disks: Vector[]; nics: Vector[]; aliases: Vector[] },
): void {
  let prefix = "";
  try {
    wanted.disks.forEach((disk, index) => {
      prefix = `DISK ${index}: `;
      addDisk(world, caller, vm, disk);
    });
    assignTargets(vm);
    prefix = "";
    for (const nic of wanted.nics) addNic(world, caller, vm, nic);
    for (const alias of wanted.aliases) addNic(world, caller, vm, alias, true);
    const fault = bootFault(vm, vm.template);
    if (fault !== undefined) throw new DeviceFault(fault);
    addContext(world, caller, vm);
  } catch (error) {
    for (const disk of vm.disks) releaseDisk(world, { ...vm, disks: [] }, disk);
    for (const nic of [...vm.nics, ...vm.aliases]) giveAddress(world, nic, vm.id);
    world.returnId("vm");
    world.changed();
    if (error instanceof DeviceFault) throw new Failure("INTERNAL", prefix + error.message);
    throw error;
  }
}

/** `one.vm.allocate`; the id. */
export function allocate(world: World, caller: Caller, text: string, hold: boolean): number {
  return allocateTemplate(world, caller, templateOf(world, text), hold).id;
}

/** The same for a template that was read already. */
export function allocateTemplate(world: World, caller: Caller, template: Attributes, hold: boolean): Vm {
  refuseRestricted(world, caller, "VM", template, "VM Template");
  authorize(
    world,
    caller,
    { right: "CREATE", kind: "VM" },
    ...imageRequests(world, caller, template.vectors("DISK")),
    ...nicRequests(world, caller, [...template.vectors("NIC"), ...template.vectors("NIC_ALIAS")]),
  );
  return createVm(world, caller, template, hold);
}

/**
 * Makes a VM that the caller may make.
 * @param prefix what a VM without a name is named after.
 * @throws Failure AUTHORIZATION over the quota, INTERNAL
 */
export function createVm(world: World, caller: Caller, template: Attributes, hold: boolean, prefix = "vm"): Vm {
  const wanted = {
    disks: template.vectors("DISK"),
    nics: template.vectors("NIC"),
    aliases: template.vectors("NIC_ALIAS"),
  };
  const nics = [...wanted.nics, ...wanted.aliases];
  const { cpu, memory } = capacity(world, caller, template);
  const disk = systemSize(world, caller, wanted.disks);
  checkQuota(world, caller, {
    vm: {
      VMS: 1,
      CPU: cpu,
      MEMORY: memory,
      SYSTEM_DISK_SIZE: disk,
      RUNNING_VMS: 1,
      RUNNING_CPU: cpu,
      RUNNING_MEMORY: memory,
    },
    networks: knownVnets(world, caller, nics).map(({ id }) => id),
    images: knownImages(world, caller, wanted.disks).map(({ id }) => id),
  });
  const name = template.remove("NAME") ?? "";
  const fault = name === "" ? undefined : nameFault(name, world.release);
  if (fault !== undefined) throw new Failure("INTERNAL", fault);
  for (const device of ["DISK", "NIC", "NIC_ALIAS"]) template.remove(device);
  const vm = blankVm(world, caller.user.id, caller.user.gid, name, prefix);
  split(world, template, vm);
  addDevices(world, caller, vm, wanted);
  requirements(world, vm);
  world.vms.set(vm.id, vm);
  if (hold) vm.template.set("SUBMIT_ON_HOLD", "YES");
  awaitImages(world, vm, hold || vm.template.single("SUBMIT_ON_HOLD")?.toUpperCase() === "YES");
  return vm;
}
