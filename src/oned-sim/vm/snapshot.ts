/** Snapshots of VMs and of their disks, and saving a disk as an image. */
import { Attributes, type Vector } from "../attributes.ts";
import { Failure } from "../failure.ts";
import { addImage, imageType } from "../image/new.ts";
import { nameFault } from "../names.ts";
import { find, nameTaken } from "../objects.ts";
import { type DiskSnapshots, VM_STATE, type Vm } from "../records.ts";
import { authorize, type Caller } from "../users/permissions.ts";
import { checkQuota } from "../users/quota-check.ts";
import type { World } from "../world.ts";
import { ACTION, closeHistory, renewHistory } from "./history.ts";
import { back, pass } from "./life.ts";
import { isRunning, stateName } from "./states.ts";
import { allowedVm } from "./vm.ts";

function needRunning(vm: Vm, what: string): void {
  if (!isRunning(vm)) throw new Failure("ACTION", `Could not ${what}, wrong state ${stateName(vm)}.`);
}

/** `one.vm.snapshotcreate`; the snapshot's id. */
export function create(world: World, caller: Caller, id: number, name: string): number {
  const vm = allowedVm(world, caller, id, "MANAGE");
  needRunning(vm, `create a new snapshot for VM ${id}`);
  const snapshotId = vm.nextSnapshot;
  vm.nextSnapshot += 1;
  const values: Record<string, string> = {
    HYPERVISOR_ID: "dummy-snap",
    NAME: name === "" ? `snapshot-${snapshotId}` : name,
    SNAPSHOT_ID: String(snapshotId),
    SYSTEM_DISK_SIZE: vm.template.single("MEMORY") ?? "0",
    TIME: String(world.clock.seconds()),
  };
  const snapshot: Vector = new Map(Object.entries(values));
  vm.snapshots.push(snapshot);
  pass(world, vm, ["HOTPLUG_SNAPSHOT"], () => {
    if (world.takeFailure("snapshot") !== undefined) vm.snapshots = vm.snapshots.filter((one) => one !== snapshot);
    back(world, vm, { state: VM_STATE.ACTIVE });
  });
  return snapshotId;
}

function systemSnapshot(vm: Vm, snapshotId: number, what: string): Vector {
  const found = vm.snapshots.find((one) => one.get("SNAPSHOT_ID") === String(snapshotId));
  if (found === undefined) throw new Failure("ACTION", `Could not ${what}, it does not exist.`);
  return found;
}

/** 6.10 answers -1 where other calls, and 7.4, answer with the VM's id. */
function answerId(world: World, id: number): number {
  return world.release === "6.10" ? -1 : id;
}

/** `one.vm.snapshotrevert`. */
export function revert(world: World, caller: Caller, id: number, snapshotId: number): number {
  const vm = allowedVm(world, caller, id, "MANAGE");
  const what = `revert VM ${id} to snapshot ${snapshotId}`;
  needRunning(vm, what);
  systemSnapshot(vm, snapshotId, what);
  pass(world, vm, ["HOTPLUG_SNAPSHOT"], () => back(world, vm, { state: VM_STATE.ACTIVE }));
  return answerId(world, id);
}

/** `one.vm.snapshotdelete`. */
export function remove(world: World, caller: Caller, id: number, snapshotId: number): number {
  const vm = allowedVm(world, caller, id, "MANAGE");
  const what = `delete snapshot ${snapshotId} for VM ${id}`;
  needRunning(vm, what);
  const snapshot = systemSnapshot(vm, snapshotId, what);
  pass(world, vm, ["HOTPLUG_SNAPSHOT"], () => {
    vm.snapshots = vm.snapshots.filter((one) => one !== snapshot);
    back(world, vm, { state: VM_STATE.ACTIVE });
  });
  return answerId(world, id);
}

function diskOf(vm: Vm, diskId: number): Vector {
  const disk = vm.disks.find((one) => one.get("DISK_ID") === String(diskId));
  if (disk === undefined) throw new Failure("ACTION", "VM disk does not exist");
  return disk;
}

/** The LCM state of work on a disk's snapshots. @throws Failure ACTION in another state than the given ones */
function workState(vm: Vm, states: Readonly<Record<string, string>>, what: string): string {
  const state = states[stateName(vm)];
  if (state === undefined) throw new Failure("ACTION", `Could not ${what}, wrong state ${stateName(vm)}.`);
  return state;
}

function total(disk: Vector, snapshots: DiskSnapshots): void {
  disk.set("DISK_SNAPSHOT_TOTAL_SIZE", String(snapshots.list.reduce((sum, { size }) => sum + size, 0)));
}

/** `one.vm.disksnapshotcreate`; the snapshot's id. */
export function diskCreate(world: World, caller: Caller, id: number, diskId: number, name: string): number {
  const vm = allowedVm(world, caller, id, "MANAGE");
  const disk = diskOf(vm, diskId);
  const states = { RUNNING: "DISK_SNAPSHOT", POWEROFF: "DISK_SNAPSHOT_POWEROFF", SUSPENDED: "DISK_SNAPSHOT_SUSPENDED" };
  const state = workState(vm, states, `create a new snapshot for VM ${id}`);
  if (!disk.has("IMAGE_ID")) throw new Failure("ACTION", "Cannot create snapshots of volatile disks");
  const snapshots: DiskSnapshots = vm.diskSnapshots.get(diskId) ?? { active: -1, next: 0, list: [] };
  vm.diskSnapshots.set(diskId, snapshots);
  const snapshotId = snapshots.next;
  const size = Number(disk.get("SIZE"));
  const made = { id: snapshotId, name, parent: snapshots.active, date: world.clock.seconds(), size };
  const before = snapshots.active;
  snapshots.next += 1;
  snapshots.list.push(made);
  snapshots.active = snapshotId;
  total(disk, snapshots);
  const from = { state: vm.state };
  pass(world, vm, [state], () => {
    if (world.takeFailure("snapshot") !== undefined) {
      snapshots.list = snapshots.list.filter((one) => one !== made);
      snapshots.active = before;
      total(disk, snapshots);
      if (snapshots.list.length === 0) vm.diskSnapshots.delete(diskId);
    }
    if (from.state === VM_STATE.ACTIVE) {
      closeHistory(world, vm, ACTION.diskSnapshotCreate, caller);
      renewHistory(world, vm);
    }
    back(world, vm, from);
  });
  return snapshotId;
}

function snapshotsOf(vm: Vm, diskId: number, snapshotId: number): DiskSnapshots {
  const snapshots = vm.diskSnapshots.get(diskId);
  if (snapshots?.list.some((one) => one.id === snapshotId)) return snapshots;
  throw new Failure("ACTION", `Disk id (${diskId}) or snapshot id (${snapshotId}) is not valid.`);
}

/** `one.vm.disksnapshotrevert`: only of a VM in POWEROFF. */
export function diskRevert(world: World, caller: Caller, id: number, diskId: number, snapshotId: number): number {
  const vm = allowedVm(world, caller, id, "MANAGE");
  const states = { POWEROFF: "DISK_SNAPSHOT_REVERT_POWEROFF" };
  const state = workState(vm, states, `revert to disk snapshot for VM ${id}`);
  const snapshots = snapshotsOf(vm, diskId, snapshotId);
  const from = { state: vm.state };
  pass(world, vm, [state], () => {
    snapshots.active = snapshotId;
    back(world, vm, from);
  });
  return id;
}

/** `one.vm.disksnapshotdelete`. */
export function diskDelete(world: World, caller: Caller, id: number, diskId: number, snapshotId: number): number {
  const vm = allowedVm(world, caller, id, "MANAGE");
  const states = {
    RUNNING: "DISK_SNAPSHOT_DELETE",
    POWEROFF: "DISK_SNAPSHOT_DELETE_POWEROFF",
    SUSPENDED: "DISK_SNAPSHOT_DELETE_SUSPENDED",
  };
  const state = workState(vm, states, `delete disk snapshot from VM ${id}`);
  const snapshots = snapshotsOf(vm, diskId, snapshotId);
  const hasChildren = snapshots.list.some(({ parent }) => parent === snapshotId);
  if (hasChildren) {
    const what = snapshots.active === snapshotId ? "the active snapshot" : "a snapshot";
    throw new Failure("ACTION", `Cannot delete ${what} with children`);
  }
  const gone = snapshots.list.find((one) => one.id === snapshotId);
  const from = { state: vm.state };
  pass(world, vm, [state], () => {
    snapshots.list = snapshots.list.filter((one) => one !== gone);
    if (snapshots.active === snapshotId) snapshots.active = gone?.parent ?? -1;
    total(diskOf(vm, diskId), snapshots);
    if (snapshots.list.length === 0) vm.diskSnapshots.delete(diskId);
    back(world, vm, from);
  });
  return id;
}

const SAVE_STATES: Readonly<Record<string, string>> = {
  RUNNING: "HOTPLUG_SAVEAS",
  POWEROFF: "HOTPLUG_SAVEAS_POWEROFF",
  SUSPENDED: "HOTPLUG_SAVEAS_SUSPENDED",
};

/** `one.vm.disksaveas`: a disk as a new image; the image's id. */
export function saveAs(world: World, caller: Caller, id: number, diskId: number, name: string, type: string): number {
  const vm = allowedVm(world, caller, id, "MANAGE");
  authorize(world, caller, { right: "CREATE", kind: "IMAGE" });
  const state = SAVE_STATES[stateName(vm)];
  // The fourth element of the errors: 7.4 names the VM.
  const about = world.release === "7.4" ? id : -1;
  if (state === undefined) {
    throw new Failure("INTERNAL", "VM has to be RUNNING, POWEROFF or SUSPENDED to save disks.", about);
  }
  const disk = vm.disks.find((one) => one.get("DISK_ID") === String(diskId));
  if (disk === undefined) throw new Failure("INTERNAL", "Cannot use DISK. DISK does not exist.", about);
  const image = world.images.get(Number(disk.get("IMAGE_ID") ?? -1));
  const datastore = find(world.datastores, "DATASTORE", image?.datastoreId ?? 1);
  const size = Number(disk.get("SIZE"));
  checkQuota(world, caller, { datastore: [datastore.id, { IMAGES: 1, SIZE: size }] });
  const fault = nameFault(name, world.release);
  const taken = nameTaken(world.images, caller.user.id, name);
  const why = fault ?? (taken === undefined ? undefined : `NAME is already taken by IMAGE ${taken}.`);
  if (why !== undefined) throw new Failure("ALLOCATE", `Error allocating a new image. ${why}`, about);
  const template = new Attributes();
  template.add("DEV_PREFIX", disk.get("DEV_PREFIX") ?? "sd");
  template.add("SAVED_DISK_ID", String(diskId));
  if (image !== undefined) template.add("SAVED_IMAGE_ID", String(image.id));
  template.add("SAVED_VM_ID", String(id));
  const saved = addImage(world, caller, {
    name,
    type: imageType(type) ?? image?.type ?? "DATABLOCK",
    datastore,
    size,
    persistent: false,
    path: "",
    source: "",
    format: disk.get("FORMAT") ?? "raw",
    fs: "",
    template,
  });
  const from = { state: vm.state };
  pass(world, vm, [state], () => back(world, vm, from));
  return saved.id;
}
