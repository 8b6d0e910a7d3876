/** Use cases of images: list, show, create, change, copy and delete. */
import type { Fault, OcciError } from "../../errors.ts";
import type { DiskImage, Page, StorageChange, StorageRequest } from "../../model.ts";
import * as images from "../../opennebula/image.ts";
import { details, type ImageDetails, imageDetailsOf } from "../../opennebula/image-details.ts";
import type { CreationKey } from "../../opennebula/keyed-creation.ts";
import type { Skip } from "../../opennebula/read-around.ts";
import type { ImageState } from "../../opennebula/states.ts";
import { waiting } from "../deps.ts";
import * as fields from "../fields.ts";
import { created } from "../reread.ts";
import type { StagedFile } from "../staged-upload.ts";
import { change, remove } from "../storage.ts";
import { create, settled } from "../storage-create.ts";
import { describedChecks, failedChecks, throwAll, throwFaults } from "./checks.ts";
import { makeNamedOnce, makeOneOnce } from "./idempotency.ts";
import { leaving } from "./leaving.ts";
import { type NameFilter, type PageRequest, shownPage } from "./page.ts";
import type { Requester } from "./requester.ts";

/** By STATE of oned. */
export const IMAGE_STATE: Readonly<Record<ImageState, Pick<DiskImage, "state" | "message">>> = {
  INIT: { state: "copying", message: "OpenNebula is creating the image" },
  READY: { state: "ready" },
  USED: { state: "used" },
  DISABLED: { state: "disabled" },
  LOCKED: { state: "copying", message: "OpenNebula is copying the image" },
  ERROR: { state: "failed" },
  CLONE: { state: "used", message: "OpenNebula is making a copy of it" },
  DELETE: { state: "deleting" },
  USED_PERS: { state: "used" },
  LOCKED_USED: { state: "copying", message: "OpenNebula is processing the image" },
  LOCKED_USED_PERS: { state: "copying", message: "OpenNebula is processing the image" },
};

export function imageView(image: ImageDetails): DiskImage {
  return {
    id: image.id,
    name: image.name,
    ...(image.description !== undefined && { description: image.description }),
    ...IMAGE_STATE[image.state],
    ...(image.error !== undefined && { error: image.error }),
    type: image.type.toLowerCase(),
    size: image.size,
    ...(image.fstype !== undefined && { fileSystem: image.fstype }),
    persistent: image.persistent,
    public: image.public,
    machines: image.vmIds,
    ...(image.datastoreId !== undefined && { datastore: image.datastoreId }),
    owner: { id: image.uid, name: image.uname },
    oned: { state: image.state },
  };
}

const POOL = { kind: "IMAGE", call: images.pool, convert: imageDetailsOf };

/** The images that the user may use (`one.imagepool.info`). */
export function listImages(
  requester: Requester,
  request: PageRequest,
  filter: NameFilter,
  skip: Skip,
): Promise<Page<DiskImage>> {
  return shownPage(requester, POOL, imageView, request, filter, skip);
}

/** One image (`one.image.info`). @throws OcciError as oned refuses. */
export async function showImage({ deps, session }: Requester, id: number): Promise<DiskImage> {
  return imageView(await details(deps.oned, session, id));
}

/** Reads an image until oned has copied it or the time is over. */
export function whenCopied(requester: Requester, id: number, wait: number): Promise<DiskImage> {
  const { deps } = requester;
  return deps.patience.lasting(wait).follow(
    () => created(deps, id, "storage", () => showImage(requester, id)),
    ({ state }) => state !== "copying",
  );
}

/** Options of a creation. */
export interface MakingImage {
  readonly key?: CreationKey;
  /** Milliseconds to wait until OpenNebula has copied it. */
  readonly wait: number;
}

/** The source of an image: one of a file, a URL and a size. */
function sourceFaults({ url, size, fstype, persistent, public: open }: StorageRequest, hasFile: boolean): Fault[] {
  const without = hasFile ? "a file" : url === undefined ? undefined : "a url";
  const alone = [...(hasFile ? [["url", url]] : []), ["sizeMiB", size], ["fileSystem", fstype]] as const;
  const faults: Fault[] = alone
    .filter(([, value]) => value !== undefined && without !== undefined)
    .map(([member = ""]) => ({ at: [member], message: `${member} cannot be combined with ${without}.` }));
  if (url !== undefined && !/^\s*https?:/i.test(url)) {
    faults.push({ at: ["url"], message: "url must be an http or https URL." });
  }
  if (persistent === "YES" && open === "YES") {
    faults.push({
      at: ["public"],
      message:
        "public cannot be combined with persistent, because only one machine at a time can use a persistent image.",
    });
  }
  return faults;
}

function checkNew(wanted: StorageRequest, hasFile: boolean): Promise<OcciError[]> {
  const { size, fstype } = wanted;
  return failedChecks(
    ...describedChecks(wanted),
    () => size !== undefined && fields.imageSize(size),
    () => fstype !== undefined && fields.fsType(fstype),
    () => throwFaults(sourceFaults(wanted, hasFile)),
  );
}

/**
 * Makes an image of an uploaded file, of a URL that is allowed, or an empty one.
 * @param file is taken. @throws as `create` of storage, and as `makeOneOnce`.
 */
export async function createImage(
  requester: Requester,
  wanted: StorageRequest,
  { key, wait }: MakingImage,
  file?: StagedFile,
): Promise<DiskImage> {
  let isTaken = false;
  try {
    throwAll(await checkNew(wanted, file !== undefined));
    const id = await makeOneOnce(requester, "image", key, async ({ deps, session }) => {
      isTaken = true;
      return (await create(waiting(deps, wait), session, wanted, file)).id;
    });
    return await whenCopied(requester, id, wait);
  } finally {
    // A repetition sends the file again.
    if (!isTaken) await file?.remove();
  }
}

/** Changes an image, one attribute after the other. @throws OcciError as oned refuses. */
export async function changeImage(requester: Requester, id: number, wanted: StorageChange): Promise<DiskImage> {
  const { deps, session } = requester;
  throwAll(await failedChecks(...describedChecks(wanted)));
  const { public: open, ...rest } = wanted;
  if (Object.keys(rest).length > 0) await change(deps, session, id, rest);
  if (open !== undefined) await change(deps, session, id, { public: open });
  return showImage(requester, id);
}

/**
 * Makes an image of what oned has, by a call that takes no template.
 * @param copy gets the name, and returns the id. @throws what it throws; as `makeNamedOnce`, or when the image could not be made.
 */
export async function copiedImage(
  requester: Requester,
  name: string,
  { key, wait }: MakingImage,
  copy: (name: string) => Promise<number>,
): Promise<DiskImage> {
  const { deps, session } = requester;
  const wanted = fields.objectName(name);
  const id = key === undefined ? await copy(wanted) : await makeNamedOnce(requester, "image", key, wanted, copy);
  await settled(waiting(deps, wait), session, id);
  return showImage(requester, id);
}

/** Copies an image (`one.image.clone`). @throws OcciError as oned refuses; as `copiedImage`. */
export function cloneImage(requester: Requester, id: number, name: string, how: MakingImage): Promise<DiskImage> {
  const { deps, session } = requester;
  return copiedImage(requester, name, how, (as) => images.clone(deps.oned, session, id, as));
}

/**
 * `one.image.delete`.
 * @param wait milliseconds to wait until its file is gone.
 * @returns the image as it is while OpenNebula deletes it; undefined when it is gone.
 * @throws OcciError IN_USE, which names the machines.
 */
export async function deleteImage(requester: Requester, id: number, wait: number): Promise<DiskImage | undefined> {
  const { deps, session } = requester;
  await remove(deps, session, id);
  return leaving(() => showImage(requester, id), deps.patience.lasting(wait));
}
