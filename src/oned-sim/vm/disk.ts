/** Disks of VMs: from images or volatile, and what taking and leaving an image does to it. */
import type { Vector } from "../attributes.ts";
import { imageStateName } from "../image/image.ts";
import { IMAGE_STATE, type Image, type Vm } from "../records.ts";
import { authorize, type Caller, type Request } from "../users/permissions.ts";
import type { World } from "../world.ts";

/** Why a disk or NIC cannot be; the message is oned's, without the number of the disk. */
export class DeviceFault extends Error {
  override readonly name = "DeviceFault";
}

/** The user that a disk or NIC names as the owner of its image or network: its own, by name or id. */
export function ownerOf(world: World, caller: Caller, wanted: Vector, what: "IMAGE" | "NETWORK"): number {
  const name = wanted.get(`${what}_UNAME`);
  if (name !== undefined) return [...world.users.values()].find((user) => user.name === name)?.id ?? -1;
  const id = wanted.get(`${what}_UID`);
  return id === undefined ? caller.user.id : Number(id);
}

/** The image that a disk names; undefined for a volatile disk. @throws DeviceFault */
export function imageOf(world: World, caller: Caller, wanted: Vector): Image | undefined {
  const id = wanted.get("IMAGE_ID");
  if (id !== undefined) {
    const image = /^\d+$/.test(id) ? world.images.get(Number(id)) : undefined;
    if (image === undefined) throw new DeviceFault(`Image with ID: ${id} does not exist`);
    return image;
  }
  const name = wanted.get("IMAGE");
  if (name === undefined) return undefined;
  const uid = ownerOf(world, caller, wanted, "IMAGE");
  const image = [...world.images.values()].find((candidate) => candidate.name === name && candidate.uid === uid);
  if (image !== undefined) return image;
  throw new DeviceFault(
    `User ${caller.user.id} does not own an image with name: ${name} . Set IMAGE_UNAME or IMAGE_UID of owner in DISK.`,
  );
}

/** The images of disks, those left out that do not exist: they are reported when the disk is made. */
export function knownImages(world: World, caller: Caller, disks: readonly Vector[]): Image[] {
  return disks.flatMap((disk) => {
    try {
      return imageOf(world, caller, disk) ?? [];
    } catch (error) {
      if (error instanceof DeviceFault) return [];
      throw error;
    }
  });
}

/** The rights that a disk needs on its image. */
export function imageRequests(world: World, caller: Caller, disks: readonly Vector[]): Request[] {
  return knownImages(world, caller, disks).map((object) => ({ right: "USE", kind: "IMAGE", object }));
}

/** @throws Failure AUTHORIZATION */
export function authorizeImages(world: World, caller: Caller, disks: readonly Vector[]): void {
  authorize(world, caller, ...imageRequests(world, caller, disks));
}

/** @throws DeviceFault when a disk that is its image itself is to have another size */
function refuseSize(image: Image, disk: Vector): void {
  const size = disk.get("SIZE") ?? "";
  if (!/^\s*[-+]?\d+$/.test(size) || Number(size) === image.size) return;
  const kind = image.type === "CDROM" ? "CDROM" : "persistent";
  if (kind === "CDROM" || image.persistent) {
    throw new DeviceFault(`SIZE attribute is not supported for ${kind} image [${image.id}].`);
  }
}

/** Notes that a VM uses an image. @throws DeviceFault when the image cannot be used now, or not so */
function acquire(image: Image, vm: Vm, disk: Vector): void {
  if (image.persistent && image.vms.size > 0) {
    throw new DeviceFault(`Cannot acquire image ${image.id}, it is persistent and already in use`);
  }
  const usable: readonly number[] = [IMAGE_STATE.READY, IMAGE_STATE.USED, IMAGE_STATE.LOCKED, IMAGE_STATE.LOCKED_USED];
  if (!usable.includes(image.state)) {
    throw new DeviceFault(`Cannot acquire image ${image.id}, it is in state: ${imageStateName(image.state)}`);
  }
  refuseSize(image, disk);
  image.vms.add(vm.id);
  const locked = image.state === IMAGE_STATE.LOCKED || image.state === IMAGE_STATE.LOCKED_USED;
  if (locked) image.state = image.persistent ? IMAGE_STATE.LOCKED_USED_PERS : IMAGE_STATE.LOCKED_USED;
  else image.state = image.persistent ? IMAGE_STATE.USED_PERS : IMAGE_STATE.USED;
  image.previousState = image.state;
}

/** Leaves the image of a disk, unless another disk of the VM uses it. */
export function releaseDisk(world: World, vm: Vm, disk: Vector): void {
  const image = world.images.get(Number(disk.get("IMAGE_ID") ?? -1));
  const id = disk.get("IMAGE_ID");
  if (image === undefined || vm.disks.some((other) => other !== disk && other.get("IMAGE_ID") === id)) return;
  const size = Number(disk.get("SIZE"));
  if (image.state === IMAGE_STATE.USED_PERS && size > Number(disk.get("ORIGINAL_SIZE"))) image.size = size;
  image.vms.delete(vm.id);
  if (image.vms.size > 0) return;
  if (image.state === IMAGE_STATE.USED || image.state === IMAGE_STATE.USED_PERS) image.state = IMAGE_STATE.READY;
  if (image.state === IMAGE_STATE.LOCKED_USED || image.state === IMAGE_STATE.LOCKED_USED_PERS) {
    image.state = IMAGE_STATE.LOCKED;
  }
  image.previousState = image.state;
}

/** The first free device name of a prefix: sda, sdb, ... */
export function freeTarget(vm: Vm, prefix: string): string {
  const taken = new Set(vm.disks.map((disk) => disk.get("TARGET")));
  for (const context of vm.template.vectors("CONTEXT")) taken.add(context.get("TARGET"));
  for (let number = 0; ; number += 1) {
    const target = `${prefix}${String.fromCharCode(97 + number)}`;
    if (!taken.has(target)) return target;
  }
}

/** One more than the highest DISK_ID there is, that of the context included. */
export function nextDiskId(vm: Vm): number {
  const used = [...vm.disks, ...vm.template.vectors("CONTEXT")].map((disk) => Number(disk.get("DISK_ID") ?? -1));
  return Math.max(-1, ...used) + 1;
}

function common(world: World, disk: Vector, datastoreId: number): void {
  const datastore = world.datastores.get(datastoreId);
  disk.set("ALLOW_ORPHANS", datastore?.template.single("ALLOW_ORPHANS") ?? "NO");
  disk.set("CLUSTER_ID", "0");
  disk.set("DATASTORE", datastore?.name ?? "");
  disk.set("DATASTORE_ID", String(datastoreId));
  disk.set("DISK_TYPE", "FILE");
  disk.set("TM_MAD", datastore?.transferDriver ?? "");
  if (world.release === "7.4") disk.set("PERSISTENT_SNAPSHOTS", "YES");
}

function fillFromImage(world: World, disk: Vector, image: Image): void {
  const cdrom = image.type === "CDROM";
  const datastore = world.datastores.get(image.datastoreId);
  common(world, disk, image.datastoreId);
  const locked = image.state === IMAGE_STATE.LOCKED_USED || image.state === IMAGE_STATE.LOCKED_USED_PERS;
  const size = Number(disk.get("SIZE") ?? 0);
  const values: Record<string, string | number> = {
    CLONE: image.persistent || cdrom ? "NO" : "YES",
    CLONE_TARGET: datastore?.template.single("CLONE_TARGET") ?? "SYSTEM",
    DISK_SNAPSHOT_TOTAL_SIZE: 0,
    IMAGE: image.name,
    IMAGE_ID: image.id,
    IMAGE_STATE: image.state,
    LN_TARGET: datastore?.template.single("LN_TARGET") ?? "NONE",
    ORIGINAL_SIZE: image.size,
    READONLY: cdrom ? "YES" : "NO",
    SAVE: image.persistent ? "YES" : "NO",
    SIZE: size > image.size ? size : image.size,
    SOURCE: image.source,
    TYPE: cdrom ? "CDROM" : "FILE",
    ...(image.persistent && { PERSISTENT: "YES" }),
    ...(locked ? { CLONING: "YES" } : { DRIVER: image.format, FORMAT: image.format }),
  };
  for (const [name, value] of Object.entries(values)) disk.set(name, String(value));
}

/** Shows in a disk of a template what a VM's disk would be, without taking its image. */
export function describeDisk(world: World, caller: Caller, disk: Vector, id: number): void {
  const [image] = knownImages(world, caller, [disk]);
  if (image !== undefined) fillFromImage(world, disk, image);
  disk.set("DISK_ID", String(id));
  if (image !== undefined) disk.set("DEV_PREFIX", prefixOf(disk, image));
}

/** A disk without an image. @throws DeviceFault */
function fillVolatile(world: World, disk: Vector): void {
  const size = Number(disk.get("SIZE") ?? "");
  if (!Number.isInteger(size) || size < 1) throw new DeviceFault("Wrong number in SIZE attribute");
  if (!disk.has("TYPE")) throw new DeviceFault("TYPE attribute missing for volatile disk");
  common(world, disk, world.systemDatastore);
  const format = disk.get("TYPE") === "swap" ? "raw" : (disk.get("FORMAT") ?? "raw");
  disk.set("FORMAT", format);
  disk.set("DRIVER", format === "qcow2" ? "qcow2" : "raw");
}

function prefixOf(disk: Vector, image: Image | undefined): string {
  if (image?.type === "CDROM") return "hd";
  return disk.get("DEV_PREFIX") ?? image?.template.single("DEV_PREFIX") ?? "sd";
}

/**
 * Adds a disk to a VM and takes its image.
 * @throws DeviceFault
 */
export function addDisk(world: World, caller: Caller, vm: Vm, wanted: Vector): Vector {
  const disk: Vector = new Map(wanted);
  const image = imageOf(world, caller, wanted);
  if (image !== undefined) {
    acquire(image, vm, disk);
    fillFromImage(world, disk, image);
  } else {
    fillVolatile(world, disk);
  }
  const prefix = prefixOf(disk, image);
  if (!(world.release === "7.4" && image?.type === "CDROM")) disk.set("DEV_PREFIX", prefix);
  disk.set("DISK_ID", String(nextDiskId(vm)));
  vm.disks.push(disk);
  return disk;
}

/** Gives disks without one a device name: those of images first, as oned does. */
export function assignTargets(vm: Vm): void {
  const open = vm.disks.filter((disk) => !disk.has("TARGET"));
  for (const disk of [...open.filter((one) => one.has("IMAGE_ID")), ...open.filter((one) => !one.has("IMAGE_ID"))]) {
    disk.set("TARGET", freeTarget(vm, disk.get("DEV_PREFIX") ?? "hd"));
  }
}
