/** How VMs move through their states in time. */
import { chooseHost } from "../hosts.ts";
import { errorDate } from "../objects.ts";
import { type Host, IMAGE_STATE, VM_STATE, type Vm } from "../records.ts";
import { giveAddress } from "../vnet/lease.ts";
import type { DriverAction, World } from "../world.ts";
import { releaseDisk } from "./disk.ts";
import { ACTION, openHistory } from "./history.ts";
import { lcm } from "./states.ts";

/** Sets the state of a VM and drops work that belonged to the one before. */
export function setState(world: World, vm: Vm, state: keyof typeof VM_STATE, lcmState = "LCM_INIT"): void {
  vm.epoch += 1;
  vm.state = VM_STATE[state];
  vm.lcm = lcm(lcmState);
  const record = vm.history.at(-1);
  // A VM that rests has stopped, though its stay on the host goes on.
  if (vm.state !== VM_STATE.ACTIVE && record !== undefined && record.runStart !== 0 && record.runEnd === 0) {
    record.runEnd = world.clock.seconds();
  }
  world.changed(vm);
}

/** Goes on one step later. */
function then(world: World, vm: Vm, run: () => void): void {
  world.clock.after(vm, run);
}

/** The host begins to be cleared; a VM that ran until then has stopped in the same moment. */
function noteEpilog(world: World, vm: Vm): void {
  const record = vm.history.at(-1);
  if (record === undefined) return;
  record.epilogStart = world.clock.seconds();
  if (vm.state === VM_STATE.ACTIVE) record.runEnd = record.epilogStart;
}

/** Goes through LCM states one step each, then does the last thing. */
export function pass(world: World, vm: Vm, lcmStates: readonly string[], last: () => void): void {
  const [first, ...rest] = lcmStates;
  if (first === undefined) last();
  else {
    if (first.startsWith("EPILOG")) noteEpilog(world, vm);
    setState(world, vm, "ACTIVE", first);
    then(world, vm, () => pass(world, vm, rest, last));
  }
}

/** RUNNING, with what only a running VM has. */
export function run(world: World, vm: Vm): void {
  const record = vm.history.at(-1);
  if (record !== undefined && record.runStart === 0) record.runStart = world.clock.seconds();
  setState(world, vm, "ACTIVE", "RUNNING");
}

function noteError(world: World, vm: Vm, text: string): void {
  vm.userTemplate.set("ERROR", `${errorDate()}: ${text}`);
  world.changed(vm);
}

/** One step of a driver that may be told to fail. */
function driver(
  world: World,
  vm: Vm,
  action: DriverAction,
  failureState: string,
  text: string,
  done: () => void,
): void {
  const failure = world.takeFailure(action);
  if (failure === undefined) done();
  else {
    noteError(world, vm, failure.message ?? text);
    setState(world, vm, "ACTIVE", failureState);
  }
}

/** BOOT in one of its forms, then RUNNING. */
export function boot(world: World, vm: Vm, state = "BOOT"): void {
  setState(world, vm, "ACTIVE", state);
  const failureState = state === "BOOT" ? "BOOT_FAILURE" : `${state}_FAILURE`;
  const known = ["BOOT_FAILURE", "BOOT_STOPPED_FAILURE", "BOOT_UNDEPLOY_FAILURE"];
  then(world, vm, () =>
    driver(
      world,
      vm,
      "boot",
      known.includes(failureState) ? failureState : "BOOT_FAILURE",
      `DEPLOY: ${vm.deployId}`,
      () => run(world, vm),
    ),
  );
}

/** PROLOG in one of its forms, then BOOT. */
export function prolog(world: World, vm: Vm, state = "PROLOG"): void {
  setState(world, vm, "ACTIVE", state);
  const record = vm.history.at(-1);
  if (record !== undefined) record.prologStart = world.clock.seconds();
  const text = "Error executing image transfer script: ERROR MESSAGE --8<------ dummy tm: clone failed";
  const next = state === "PROLOG" ? "BOOT" : state === "PROLOG_RESUME" ? "BOOT_STOPPED" : "BOOT_UNDEPLOY";
  then(world, vm, () =>
    driver(world, vm, "prolog", `${state}_FAILURE`, text, () => {
      if (record !== undefined) record.prologEnd = world.clock.seconds();
      boot(world, vm, next);
    }),
  );
}

/** Gives a VM's screens without one a port; whether there was any. */
export function givePorts(world: World, vm: Vm): boolean {
  const open = vm.template.vectors("GRAPHICS").filter((graphics) => !graphics.has("PORT"));
  for (const graphics of open) {
    const own = world.screens?.portOf(vm.id, vm.name, graphics.get("PASSWD"));
    graphics.set("PORT", String(own ?? 5900 + (vm.id % 59635)));
  }
  return open.length > 0;
}

function place(world: World, vm: Vm, host: Host): void {
  const before = vm.history.at(-1)?.action;
  openHistory(world, vm, host.id);
  vm.deployId = `${host.name}:${vm.name}:dummy`;
  vm.template.set("TM_MAD_SYSTEM", world.datastores.get(world.systemDatastore)?.transferDriver ?? "");
  vm.userTemplate.remove("SCHED_MESSAGE");
  givePorts(world, vm);
  prolog(world, vm, before === ACTION.stop ? "PROLOG_RESUME" : before === undefined ? "PROLOG" : "PROLOG_UNDEPLOY");
}

/** PENDING: the scheduler looks for a host, and again when a VM has left one. */
export function pend(world: World, vm: Vm): void {
  setState(world, vm, "PENDING");
  then(world, vm, () => schedule(world, vm));
}

function schedule(world: World, vm: Vm): void {
  const host = chooseHost(world, vm);
  if (host !== undefined) {
    place(world, vm, host);
    return;
  }
  const why =
    world.release === "7.4"
      ? "No host meets SCHED_REQUIREMENTS"
      : `No host meets capacity and SCHED_REQUIREMENTS: ${vm.template.single("AUTOMATIC_REQUIREMENTS")} & ( ${vm.userTemplate.single("SCHED_REQUIREMENTS") ?? ""} )`;
  vm.userTemplate.set("SCHED_MESSAGE", `${errorDate()}: Cannot dispatch VM: ${why}`);
  world.changed(vm);
}

/** CLONING: until the images of the VM's disks are there. */
export function awaitImages(world: World, vm: Vm, hold: boolean): void {
  const images = vm.disks.flatMap((disk) => world.images.get(Number(disk.get("IMAGE_ID") ?? -1)) ?? []);
  const open = images.some(({ state }) => state === IMAGE_STATE.LOCKED_USED || state === IMAGE_STATE.LOCKED_USED_PERS);
  if (images.some(({ state }) => state === IMAGE_STATE.ERROR)) {
    setState(world, vm, "CLONING_FAILURE");
    return;
  }
  if (open) {
    setState(world, vm, "CLONING");
    then(world, vm, () => awaitImages(world, vm, hold));
    return;
  }
  for (const disk of vm.disks.filter((one) => one.has("CLONING"))) {
    const image = world.images.get(Number(disk.get("IMAGE_ID")));
    disk.delete("CLONING");
    if (image === undefined) continue;
    for (const name of ["DRIVER", "FORMAT"]) disk.set(name, image.format);
    disk.set("SOURCE", image.source);
    disk.set("IMAGE_STATE", String(image.state));
  }
  if (hold) setState(world, vm, "HOLD");
  else pend(world, vm);
}

/** DONE: images and addresses are free again. */
export function finish(world: World, vm: Vm): void {
  for (const disk of vm.disks) releaseDisk(world, { ...vm, disks: [] }, disk);
  for (const nic of [...vm.nics, ...vm.aliases]) giveAddress(world, nic, vm.id);
  vm.ended = world.clock.seconds();
  setState(world, vm, "DONE");
  hostFreed(world);
}

/** Lets the scheduler try the VMs again that found no host. */
export function hostFreed(world: World): void {
  for (const vm of world.vms.values()) {
    if (vm.state === VM_STATE.PENDING && vm.userTemplate.has("SCHED_MESSAGE"))
      then(world, vm, () => schedule(world, vm));
  }
}

/** Back to where an attach, detach or the like began. */
export function back(world: World, vm: Vm, from: { readonly state: number }): void {
  if (from.state === VM_STATE.POWEROFF) setState(world, vm, "POWEROFF");
  else if (from.state === VM_STATE.SUSPENDED) setState(world, vm, "SUSPENDED");
  else if (from.state === VM_STATE.UNDEPLOYED) setState(world, vm, "UNDEPLOYED");
  else run(world, vm);
  world.changed(vm);
}
