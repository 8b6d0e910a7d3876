/** Changes to what a VM is told and how it is run: `one.vm.updateconf`. */
import { Attributes, type Vector, vectorMarkup } from "../attributes.ts";
import { Failure } from "../failure.ts";
import { isAppend, templateOf } from "../objects.ts";
import { VM_STATE, type Vm } from "../records.ts";
import { type Caller, isAdmin } from "../users/permissions.ts";
import { changedRestricted } from "../users/restricted.ts";
import type { World } from "../world.ts";
import { bootFault } from "./boot.ts";
import { ContextError, contextError, expandContext, writeNetworkContext } from "./context.ts";
import { givePorts, pass, run } from "./life.ts";
import { isRunning, stateName } from "./states.ts";
import { allowedVm } from "./vm.ts";

/** The vectors that can be changed besides CONTEXT, and their members; everything else in the text is ignored. */
const SECTIONS: Readonly<Record<string, string>> = {
  OS: "ARCH BOOT BOOTLOADER FIRMWARE FIRMWARE_FORMAT FIRMWARE_SECURE INITRD INITRD_DS KERNEL KERNEL_CMD KERNEL_DS MACHINE ROOT SD_DISK_BUS UUID",
  FEATURES: "ACPI APIC GUEST_AGENT HYPERV IOTHREADS LOCALTIME PAE VIRTIO_BLK_QUEUES VIRTIO_SCSI_QUEUES",
  INPUT: "BUS TYPE",
  GRAPHICS: "COMMAND KEYMAP LISTEN PASSWD TYPE",
  VIDEO: "ATS IOMMU RESOLUTION TYPE VRAM",
  RAW: "DATA DATA_VMX TYPE VALIDATE",
  CPU_MODEL: "FEATURES MODEL",
};
/** States in which it can be changed. */
const CHANGEABLE =
  /^(PENDING|HOLD|POWEROFF|UNDEPLOYED|CLONING|CLONING_FAILURE|PROLOG|RUNNING|(EPILOG|SHUTDOWN)(_UNDEPLOY)?|PROLOG_UNDEPLOY|SHUTDOWN_POWEROFF|CLEANUP_\w+|\w+_POWEROFF_FAILURE|(BOOT|PROLOG|EPILOG)(_UNDEPLOY)?_FAILURE|(HOTPLUG_SAVEAS|HOTPLUG_PROLOG|HOTPLUG_EPILOG|PROLOG_MIGRATE|DISK_SNAPSHOT|DISK_SNAPSHOT_REVERT|DISK_SNAPSHOT_DELETE)_POWEROFF)$/;

/** The changes in a text that are possible. */
function relevant(template: Attributes): Attributes {
  const kept = new Attributes();
  for (const context of template.vectors("CONTEXT")) kept.add("CONTEXT", context);
  for (const [name, members] of Object.entries(SECTIONS)) {
    const known = members.split(" ");
    for (const vector of template.vectors(name)) {
      kept.add(name, new Map([...vector].filter(([member, value]) => known.includes(member) && value !== "")));
    }
  }
  return kept;
}

/** @throws Failure AUTHORIZATION */
function refuseChange(world: World, caller: Caller, vm: Vm, wanted: Attributes): void {
  if (isAdmin(caller)) return;
  const name = changedRestricted(world.release, wanted.copy(), vm.template, true);
  if (name === undefined) return;
  throw new Failure("AUTHORIZATION", `User [${caller.user.id}] : Template includes a restricted attribute ${name}.`);
}

/** Changes what a section names; all vectors but the first stay as they are. */
function merge(vm: Vm, name: string, wanted: Vector): void {
  const [first] = vm.template.vectors(name);
  if (first !== undefined) for (const [key, value] of wanted) first.set(key, value);
  else if (wanted.size > 0) vm.template.add(name, wanted);
}

function replace(vm: Vm, name: string, wanted: readonly Vector[]): void {
  const port = vm.template.vectors(name)[0]?.get("PORT");
  vm.template.remove(name);
  for (const vector of wanted) {
    if (vector.size === 0) continue;
    if (name === "GRAPHICS" && port !== undefined) vector.set("PORT", port);
    vm.template.add(name, vector);
  }
}

function changeSections(vm: Vm, wanted: Attributes, append: boolean): void {
  for (const name of Object.keys(SECTIONS)) {
    const vectors = wanted.vectors(name);
    if (!append) replace(vm, name, vectors);
    else if (vectors[0] !== undefined) merge(vm, name, vectors[0]);
  }
}

/** Addresses come from the NICs. @throws Failure INTERNAL */
function refuseNetwork(world: World, context: Vector, wanted: Vector): void {
  for (const [name, value] of [...wanted].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!/^ETH\d/.test(name) || context.get(name) === value) continue;
    const known = context.has(name);
    const where = known && world.release === "6.10" ? "the network" : "network context";
    throw new Failure("INTERNAL", `Unable to ${known ? "update" : "add"} ${name}, update NIC to update ${where}`);
  }
}

/** The new context. @throws Failure INTERNAL */
function changedContext(world: World, vm: Vm, context: Vector, wanted: Vector, append: boolean): Vector {
  refuseNetwork(world, context, wanted);
  const own = ["DISK_ID", "TARGET"].map((name) => [name, context.get(name) ?? ""] as const);
  const told = new Map([...wanted, ...own]);
  let expanded: Vector;
  try {
    expanded = expandContext(world, vm, told);
  } catch (error) {
    if (!(error instanceof ContextError)) throw error;
    throw new Failure("INTERNAL", contextError(told, error));
  }
  const changed = append ? new Map([...context, ...expanded]) : expanded;
  // A merge without NETWORK="YES" leaves the addresses unchanged.
  if (!append || expanded.get("NETWORK")?.toUpperCase() === "YES") writeNetworkContext(world, vm, changed);
  return changed;
}

/** @throws Failure INTERNAL for a VM without a context. */
function nextContext(world: World, vm: Vm, wanted: Attributes, append: boolean): Vector | undefined {
  const [told] = wanted.vectors("CONTEXT");
  if (told === undefined) return undefined;
  const [context] = vm.template.vectors("CONTEXT");
  if (context !== undefined) return changedContext(world, vm, context, told, append);
  throw new Failure("INTERNAL", "Virtual machine does not have context, cannot add a new one.");
}

/** Replaces the context; whether the guest is to be told: always when nothing is merged, even if nothing is new. */
function setContext(vm: Vm, context: Vector | undefined, append: boolean): boolean {
  const [old] = vm.template.vectors("CONTEXT");
  if (context === undefined || old === undefined) return false;
  vm.template.set("CONTEXT", context);
  return !append || vectorMarkup(context) !== vectorMarkup(old);
}

/** `one.vm.updateconf`. The guest of a VM that runs is told of what is new to it, and the VM is HOTPLUG meanwhile. */
export function updateConf(world: World, caller: Caller, id: number, text: string, type: number): number {
  const append = isAppend(type);
  const template = templateOf(world, text, "INTERNAL", "", true);
  const vm = allowedVm(world, caller, id, "MANAGE");
  const wanted = relevant(template);
  refuseChange(world, caller, vm, wanted);
  if (!CHANGEABLE.test(stateName(vm))) {
    throw new Failure("INTERNAL", `configuration cannot be updated in state ${stateName(vm)}`);
  }
  const fault = bootFault(vm, wanted);
  if (fault !== undefined) throw new Failure("INTERNAL", fault);
  const context = nextContext(world, vm, wanted, append);
  changeSections(vm, wanted, append);
  const told = setContext(vm, context, append);
  const opened = (isRunning(vm) || vm.state === VM_STATE.POWEROFF) && givePorts(world, vm);
  if ((told || opened) && isRunning(vm)) pass(world, vm, ["HOTPLUG"], () => run(world, vm));
  world.changed(vm);
  return id;
}
