/** Images that exist: `one.image.*` and `one.imagepool.info`. */
import { Failure } from "../failure.ts";
import { cdata, ids, plain } from "../markup.ts";
import * as objects from "../objects.ts";
import { IMAGE_STATE, IMAGE_TYPES, type Image } from "../records.ts";
import type { Caller, Right } from "../users/permissions.ts";
import type { World } from "../world.ts";
import { imageType, isTypeOf } from "./new.ts";

const SNAPSHOTS = `<SNAPSHOTS>${cdata("ALLOW_ORPHANS", "NO")}${cdata("CURRENT_BASE", -1)}${cdata("NEXT_SNAPSHOT", 0)}</SNAPSHOTS>`;
const TAIL = `${SNAPSHOTS}<BACKUP_INCREMENTS></BACKUP_INCREMENTS><BACKUP_DISK_IDS></BACKUP_DISK_IDS>`;

/** oned's word for a state in its errors: how an image is used does not matter there. */
export function imageStateName(state: number): string {
  const names = ["INIT", "READY", "USED", "DISABLED", "LOCKED", "ERROR", "CLONE", "DELETE", "USED", "LOCKED", "LOCKED"];
  return names[state] ?? "";
}

function markup(world: World, image: Image): string {
  const values = [
    plain("TYPE", IMAGE_TYPES.indexOf(image.type)),
    plain("DISK_TYPE", 0),
    plain("PERSISTENT", image.persistent ? 1 : 0),
    plain("REGTIME", image.registered),
    world.release === "7.4" ? plain("MODTIME", image.registered) : "",
    cdata("SOURCE", image.source),
    cdata("PATH", image.path),
    cdata("FORMAT", image.format),
    cdata("FS", image.fs),
    plain("SIZE", image.size),
    plain("STATE", image.state),
    plain("PREV_STATE", image.previousState),
    plain("RUNNING_VMS", image.vms.size),
    plain("CLONING_OPS", 0),
    plain("CLONING_ID", image.cloningId),
    plain("TARGET_SNAPSHOT", -1),
    plain("DATASTORE_ID", image.datastoreId),
    plain("DATASTORE", world.datastores.get(image.datastoreId)?.name ?? ""),
    ids("VMS", image.vms),
  ];
  const head = objects.headMarkup(world, image) + objects.permissionsMarkup(image);
  return `<IMAGE>${head}${values.join("")}<CLONES></CLONES><APP_CLONES></APP_CLONES><TEMPLATE>${image.template.markup()}</TEMPLATE>${TAIL}</IMAGE>`;
}

function allowed(world: World, caller: Caller, id: number, right: Right): Image {
  return objects.findAllowed(world, caller, world.images, "IMAGE", id, right);
}

/** `one.image.info`. */
export function info(world: World, caller: Caller, id: number): string {
  return markup(world, allowed(world, caller, id, "USE"));
}

/** `one.imagepool.info`. */
export function pool(world: World, caller: Caller, flag: number, start: number, end: number): string {
  const images = objects.poolOf(world, caller, world.images, "IMAGE", { flag, start, end });
  return `<IMAGE_POOL>${images.map((image) => markup(world, image)).join("")}</IMAGE_POOL>`;
}

/** `one.image.update`. */
export function update(world: World, caller: Caller, id: number, text: string, type: number): number {
  const image = allowed(world, caller, id, "MANAGE");
  const append = objects.isAppend(type);
  const template = objects.templateOf(world, text, "INTERNAL", "Cannot update template. ");
  objects.refuseRestricted(world, caller, "IMAGE", template, "Template");
  if (!append) for (const [name] of [...image.template.entries()]) image.template.remove(name);
  image.template.merge(template);
  world.changed();
  return id;
}

/** `one.image.chmod`. */
export function chmod(world: World, caller: Caller, id: number, wanted: readonly number[]): number {
  objects.chmod(world, caller, "IMAGE", objects.find(world.images, "IMAGE", id), wanted);
  return id;
}

/** `one.image.rename`. */
export function rename(world: World, caller: Caller, id: number, name: string): number {
  objects.rename(world, world.images, "IMAGE", allowed(world, caller, id, "MANAGE"), name);
  return id;
}

/** `one.image.enable`. */
export function enable(world: World, caller: Caller, id: number, enabled: boolean): number {
  const image = allowed(world, caller, id, "MANAGE");
  const from: readonly number[] = enabled
    ? [IMAGE_STATE.DISABLED, IMAGE_STATE.ERROR, IMAGE_STATE.READY]
    : [IMAGE_STATE.READY, IMAGE_STATE.ERROR, IMAGE_STATE.DISABLED];
  if (!from.includes(image.state)) {
    const what = enabled ? "enable" : "disable";
    throw new Failure("INTERNAL", `Could not ${what} image: Image cannot be in state ${imageStateName(image.state)}.`);
  }
  image.state = enabled ? IMAGE_STATE.READY : IMAGE_STATE.DISABLED;
  image.previousState = image.state;
  world.changed();
  return id;
}

/** `one.image.persistent`: only of an image that no VM uses. */
export function persistent(world: World, caller: Caller, id: number, wanted: boolean): number {
  const image = allowed(world, caller, id, "MANAGE");
  if (world.release === "7.4" && image.persistent === wanted) return id;
  if (image.state !== IMAGE_STATE.READY && image.state !== IMAGE_STATE.DISABLED && image.state !== IMAGE_STATE.ERROR) {
    const what = wanted ? "persistent" : "non-persistent";
    const state = imageStateName(image.state);
    throw new Failure("INTERNAL", `Could not make image ${what}: Image cannot be in state ${state}.`);
  }
  image.persistent = wanted;
  world.changed();
  return id;
}

/** `one.image.chtype`. */
export function chtype(world: World, caller: Caller, id: number, name: string): number {
  const image = allowed(world, caller, id, "MANAGE");
  const type = imageType(name);
  if (type === undefined) throw new Failure("INTERNAL", "Unknown type ");
  if (!isTypeOf(objects.find(world.datastores, "DATASTORE", image.datastoreId), type)) {
    throw new Failure("ACTION", "Cannot change image type to an incompatible type for the current datastore.");
  }
  image.type = type;
  world.changed();
  return id;
}

/** `one.image.delete`: gone when the driver is done. */
export function remove(world: World, caller: Caller, id: number, force: boolean): number {
  const image = allowed(world, caller, id, "MANAGE");
  const locked: readonly number[] = [IMAGE_STATE.LOCKED, IMAGE_STATE.LOCKED_USED, IMAGE_STATE.LOCKED_USED_PERS];
  if (!locked.includes(image.state) && image.vms.size > 0) {
    throw new Failure("ACTION", `Cannot delete image. There are ${image.vms.size} VMs using it.`);
  }
  if (locked.includes(image.state) && !force) {
    throw new Failure(
      "INTERNAL",
      "Image locked, use --force flag to remove the image. Force delete may leave some files on Datastore",
      id,
    );
  }
  image.epoch += 1;
  image.state = IMAGE_STATE.DELETE;
  image.previousState = image.state;
  world.clock.after(image, () => {
    world.images.delete(id);
    world.changed();
  });
  world.changed();
  return id;
}
