/** `one.vm.diskresize`: disks grow, and with them the images that they are the only copy of. */
import type { Vector } from "../attributes.ts";
import { CODE, Failure } from "../failure.ts";
import { findThenAllow } from "../objects.ts";
import { type Image, VM_STATE, type Vm } from "../records.ts";
import { authorize, type Caller } from "../users/permissions.ts";
import { checkQuota } from "../users/quota-check.ts";
import type { World } from "../world.ts";
import { ACTION, beginAgain } from "./history.ts";
import { back, pass } from "./life.ts";
import { isRunning, stateName } from "./states.ts";

/** Where the bytes of a disk are: `NONE` is in the image itself. */
function place(disk: Vector): string {
  return (disk.get("CLONE") === "YES" ? disk.get("CLONE_TARGET") : disk.get("LN_TARGET")) ?? "";
}

/** The image whose owner pays for a disk; none of a copy or of a volatile disk. */
function paidImage(world: World, disk: Vector): Image | undefined {
  const image = world.images.get(Number(disk.get("IMAGE_ID") ?? -1));
  return image !== undefined && (disk.has("PERSISTENT") || place(disk) === "NONE") ? image : undefined;
}

function checkQuotas(world: World, caller: Caller, vm: Vm, image: Image | undefined, more: number): void {
  const owner = (uid: number): Caller => ({ user: world.user(uid), token: undefined });
  if (image !== undefined) {
    authorize(world, caller, { right: "MANAGE", kind: "IMAGE", object: image });
    checkQuota(world, owner(image.uid), { datastore: [image.datastoreId, { SIZE: more }] });
    return;
  }
  try {
    checkQuota(world, owner(vm.uid), { vm: { SYSTEM_DISK_SIZE: more } });
  } catch (error) {
    // 7.4 loses the reason.
    if (world.release !== "7.4" || !(error instanceof Failure) || error.code !== CODE.AUTHORIZATION) throw error;
    throw new Failure("AUTHORIZATION", `User [${caller.user.id}] not authorized to perform action on virtual machine.`);
  }
}

/** The LCM state of the work. @throws Failure ACTION */
function resizing(vm: Vm): string {
  if (isRunning(vm)) return "DISK_RESIZE";
  if (vm.state === VM_STATE.POWEROFF) return "DISK_RESIZE_POWEROFF";
  if (vm.state === VM_STATE.UNDEPLOYED) return "DISK_RESIZE_UNDEPLOYED";
  throw new Failure("ACTION", `Could not resize disk for VM ${vm.id}, wrong state ${stateName(vm)}.`);
}

/** @returns the disk's id, on 7.4 the VM's */
export function resizeDisk(world: World, caller: Caller, id: number, diskId: number, text: string): number {
  if (!/^\s*[-+]?\d+$/.test(text)) throw new Failure("ACTION", "Disk SIZE is not a valid integer");
  const size = Number(text);
  const vm = findThenAllow(world, caller, world.vms, "VM", id, "MANAGE");
  const disk = vm.disks.find((one) => one.get("DISK_ID") === String(diskId));
  if (disk === undefined) throw new Failure("ACTION", "VM disk does not exist");
  const before = disk.get("SIZE") ?? "0";
  if (size <= Number(before)) throw new Failure("ACTION", "New disk size has to be greater than current one");
  const image = paidImage(world, disk);
  checkQuotas(world, caller, vm, image, size - Number(before));
  const state = resizing(vm);
  const from = { state: vm.state };
  for (const [name, value] of Object.entries({ RESIZE: "YES", SIZE: String(size), SIZE_PREV: before })) {
    disk.set(name, value);
  }
  const isKept = vm.state === VM_STATE.UNDEPLOYED && world.release === "7.4";
  if (!isKept) beginAgain(world, vm, ACTION.diskResize, caller);
  pass(world, vm, [state], () => {
    const failed = world.takeFailure("resize") !== undefined;
    if (failed) disk.set("SIZE", before);
    else if (image !== undefined && disk.has("PERSISTENT") && place(disk) === "NONE") image.size = size;
    for (const name of ["RESIZE", "SIZE_PREV"]) disk.delete(name);
    back(world, vm, from);
  });
  return world.release === "7.4" ? id : diskId;
}
