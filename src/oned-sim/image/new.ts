/** New images: `one.image.allocate` and `one.image.clone`. */
import { existsSync, statSync } from "node:fs";
import type { Attributes } from "../attributes.ts";
import { Failure } from "../failure.ts";
import { nameFault } from "../names.ts";
import { errorDate, find, findAllowed, nameTaken, refuseRestricted, templateOf } from "../objects.ts";
import { type Datastore, IMAGE_STATE, IMAGE_TYPES, type Image, type ImageType } from "../records.ts";
import { authorize, type Caller } from "../users/permissions.ts";
import { checkQuota } from "../users/quota-check.ts";
import type { World } from "../world.ts";

const FILE_TYPES: ReadonlySet<ImageType> = new Set(["KERNEL", "RAMDISK", "CONTEXT"]);
const MIB = 1024 * 1024;
const IS_URL = /^[a-z][a-z0-9+.-]*:\/\//;

/** oned's type of a name; undefined when it has none. */
export function imageType(name: string): ImageType | undefined {
  return IMAGE_TYPES.find((type) => type === name.toUpperCase());
}

/** Whether a datastore takes images of a type. */
export function isTypeOf(datastore: Datastore, type: ImageType): boolean {
  return (datastore.type === "FILE") === FILE_TYPES.has(type);
}

/** A driver that takes any PATH, as `dummy` does; `fs` copies files. */
function isDummy(datastore: Datastore): boolean {
  return datastore.driver === "dummy";
}

/**
 * MiB of a new image: the file's, or what SIZE says.
 * @throws Failure INTERNAL
 */
function sizeOf(world: World, datastore: Datastore, template: Attributes): number {
  const path = template.single("PATH");
  const wrong = "Cannot parse image SIZE: ";
  if (path === undefined || path === "") {
    const size = template.single("SIZE");
    if (size === undefined || !/^\s*-?\d+/.test(size)) {
      throw new Failure("INTERNAL", `${wrong}Wrong number or missing SIZE attribute.`);
    }
    return Number.parseInt(size, 10);
  }
  if (isDummy(datastore) || IS_URL.test(path)) return 1024;
  if (!existsSync(path)) {
    const missing = world.release === "7.4" ? `cannot access '${path}' (No such file or directory)` : "File not found";
    throw new Failure("INTERNAL", wrong + missing);
  }
  return Math.max(1, Math.ceil(statSync(path).size / MIB));
}

function refuse(message: string): never {
  throw new Failure("ALLOCATE", `Error allocating a new image. ${message}`);
}

function checkNew(world: World, caller: Caller, datastore: Datastore, name: string): void {
  if (datastore.type === "SYSTEM") refuse("New images can only be allocated in a files or image datastore.");
  const fault = nameFault(name, world.release);
  if (fault !== undefined) refuse(fault);
  const taken = nameTaken(world.images, caller.user.id, name);
  if (taken !== undefined) refuse(`NAME is already taken by IMAGE ${taken}.`);
}

function typeFor(datastore: Datastore, name: string | undefined): ImageType {
  const type = imageType(name || "OS");
  if (type === undefined) return refuse("Unknown type ");
  if (isTypeOf(datastore, type)) return type;
  return refuse(
    datastore.type === "FILE"
      ? "IMAGES of type OS, DATABLOCK and CDROM cannot be registered in a FILE_DS datastore"
      : "IMAGES of type KERNEL, RAMDISK and CONTEXT cannot be registered in an IMAGE_DS datastore",
  );
}

/** Whether the datastore may copy from a path: SAFE_DIRS over RESTRICTED_DIRS, as its driver rules. */
function mayCopy(datastore: Datastore, path: string): boolean {
  if (path === "" || isDummy(datastore) || IS_URL.test(path)) return true;
  const safe = (datastore.template.single("SAFE_DIRS") ?? "").split(" ").filter((dir) => dir !== "");
  return safe.some((dir) => path === dir || path.startsWith(`${dir.replace(/\/$/, "")}/`));
}

/** The obstacle that keeps the driver from making the image; undefined for none. */
function driverFault(world: World, datastore: Datastore, image: Image): string | undefined {
  const told = world.takeFailure("image");
  if (told !== undefined) return told.message ?? "dummy datastore: cp failed";
  // A copy of an image is made inside the datastore: SAFE_DIRS do not count.
  if (image.cloningId !== -1) return undefined;
  if (!mayCopy(datastore, image.path)) {
    return `ERROR: cp: Not allowed to copy images from /var/lib/one/ /etc/one/ /var/lib/one/ / Not allowed to copy image from ${image.path}, check RESTRICTED_DIRS in your datastore`;
  }
  const isFile = image.path !== "" && !isDummy(datastore) && !IS_URL.test(image.path);
  return isFile && !existsSync(image.path) ? `Error copying ${image.path} to the datastore` : undefined;
}

/** The driver is done: the image is ready, in use by VMs that waited for it, or in error. */
function finish(world: World, datastore: Datastore, image: Image): void {
  const fault = driverFault(world, datastore, image);
  if (fault !== undefined) {
    image.state = IMAGE_STATE.ERROR;
    image.template.set("ERROR", `${errorDate()} : Error copying image in the datastore: ${fault}`);
  } else {
    image.source = isDummy(datastore) ? "dummy_path" : `/var/lib/one//datastores/${datastore.id}/${image.id}`;
    if (image.format === "") image.format = isDummy(datastore) ? "dummy_format" : "raw";
    const used = image.persistent ? IMAGE_STATE.USED_PERS : IMAGE_STATE.USED;
    image.state = image.vms.size > 0 ? used : IMAGE_STATE.READY;
  }
  image.previousState = image.state;
  image.cloningId = -1;
  world.changed();
}

/** The parts of a new image. */
export interface NewImage {
  readonly name: string;
  readonly type: ImageType;
  readonly datastore: Datastore;
  readonly size: number;
  readonly persistent: boolean;
  readonly path: string;
  readonly source: string;
  readonly format: string;
  readonly fs: string;
  readonly template: Attributes;
}

/** Registers an image; the driver's work is done later. */
export function addImage(world: World, caller: Caller, made: NewImage, done: () => void = () => {}): Image {
  const { datastore, ...rest } = made;
  const image: Image = {
    ...rest,
    id: world.nextId("image"),
    uid: caller.user.id,
    gid: caller.user.gid,
    permissions: [1, 1, 0, 0, 0, 0, 0, 0, 0],
    epoch: 0,
    registered: world.clock.seconds(),
    state: made.source === "" ? IMAGE_STATE.LOCKED : IMAGE_STATE.READY,
    previousState: made.source === "" ? IMAGE_STATE.INIT : IMAGE_STATE.READY,
    datastoreId: datastore.id,
    vms: new Set(),
    cloningId: -1,
  };
  world.images.set(image.id, image);
  if (made.source === "") {
    world.clock.after(image, () => {
      finish(world, datastore, image);
      done();
    });
  }
  world.changed();
  return image;
}

const OWN_ELEMENTS = [
  "NAME",
  "TYPE",
  "PATH",
  "SIZE",
  "PERSISTENT",
  "FORMAT",
  "FS",
  "SOURCE",
  "MD5",
  "SHA1",
  "DATASTORE",
];

/** `one.image.allocate`; the id. The image is LOCKED until the driver is done. */
export function allocate(world: World, caller: Caller, text: string, datastoreId: number): number {
  const template = templateOf(world, text);
  const datastore = find(world.datastores, "DATASTORE", datastoreId);
  refuseRestricted(world, caller, "IMAGE", template, "Template");
  const size = sizeOf(world, datastore, template);
  if (datastore.totalMb > 0 && size > datastore.freeMb) throw new Failure("ACTION", "Not enough space in datastore");
  authorize(world, caller, { right: "CREATE", kind: "IMAGE" }, { right: "USE", kind: "DATASTORE", object: datastore });
  if (size <= 0) {
    const { id } = caller.user;
    throw new Failure("AUTHORIZATION", `User [${id}] : user [${id}] Image size must be a positive integer value.`);
  }
  checkQuota(world, caller, { datastore: [datastore.id, { IMAGES: 1, SIZE: size }] });
  const name = template.single("NAME") ?? "";
  checkNew(world, caller, datastore, name);
  const type = typeFor(datastore, template.single("TYPE"));
  const path = template.single("PATH") ?? "";
  const made: NewImage = {
    name,
    type,
    datastore,
    size,
    persistent: (template.single("PERSISTENT") ?? "").toUpperCase() === "YES",
    path,
    source: template.single("SOURCE") ?? "",
    format: template.single("FORMAT") ?? (path === "" ? "raw" : ""),
    fs: template.single("FS") ?? "",
    template,
  };
  for (const own of OWN_ELEMENTS) template.remove(own);
  if (!template.has("DEV_PREFIX") && datastore.type !== "FILE")
    template.add("DEV_PREFIX", type === "CDROM" ? "hd" : "sd");
  return addImage(world, caller, made).id;
}

/** `one.image.clone`; the new image's id. Datastore -1: that of the image. */
export function clone(world: World, caller: Caller, id: number, name: string, datastoreId: number): number {
  const image = findAllowed(world, caller, world.images, "IMAGE", id, "USE");
  authorize(world, caller, { right: "CREATE", kind: "IMAGE" });
  const datastore = find(world.datastores, "DATASTORE", datastoreId < 0 ? image.datastoreId : datastoreId);
  if (!isTypeOf(datastore, image.type)) {
    throw new Failure("ACTION", "Clone only supported for IMAGE_DS Datastores");
  }
  checkQuota(world, caller, { datastore: [datastore.id, { IMAGES: 1, SIZE: image.size }] });
  checkNew(world, caller, datastore, name);
  const cloneable = image.state === IMAGE_STATE.READY || (image.state === IMAGE_STATE.USED && !image.persistent);
  if (!cloneable) {
    const names = [
      "INIT",
      "READY",
      "USED",
      "DISABLED",
      "LOCKED",
      "ERROR",
      "CLONE",
      "DELETE",
      "USED",
      "LOCKED",
      "LOCKED",
    ];
    refuse(`Cannot clone image in state: ${names[image.state]}`);
  }
  const { type, size, format, fs, source } = image;
  const template = image.template.copy();
  const made = { name, type, datastore, size, persistent: false, path: source, source: "", format, fs, template };
  const copy = addImage(world, caller, made);
  copy.cloningId = image.id;
  return copy.id;
}
