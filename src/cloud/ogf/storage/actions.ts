/** The actions of a storage. oned grows and snapshots disks of machines, not images. */
import { ACTIONS, type Attributes, type TypeId } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import * as images from "../../../opennebula/image.ts";
import { details, type ImageDetails } from "../../../opennebula/image-details.ts";
import * as vms from "../../../opennebula/vm.ts";
import { outcome, settle } from "../../compute-actions.ts";
import { imagePasses } from "../../passing-states.ts";
import type { Caller } from "../caller.ts";
import { liveVm } from "../compute/live-vm.ts";
import type { ActionResult } from "../kind.ts";
import { anotherName } from "../title.ts";
import { mebibytes } from "./create.ts";
import { soleUser } from "./entity.ts";

/** The machine that the image is the disk of. @throws OcciError WRONG_STATE */
async function diskOf(
  caller: Caller,
  image: ImageDetails,
  what: string,
): Promise<{ readonly vm: number; readonly disk: number; readonly place: string | undefined }> {
  const vm = soleUser(image);
  if (vm === undefined) {
    throw new OcciError("WRONG_STATE", `OpenNebula can ${what} an image only as a persistent disk of one machine.`, {
      hint: image.persistent
        ? "Link it to a machine first."
        : "Set org.opennebula.storage.persistent to YES and link it to a machine.",
    });
  }
  const { disks, diskVectors } = await liveVm(caller, vm);
  const index = disks.findIndex(({ imageId }) => imageId === image.id);
  const disk = disks[index];
  if (disk !== undefined) return { vm, disk: disk.id, place: diskVectors[index]?.get("LN_TARGET") };
  throw new OcciError("WRONG_STATE", `The machine ${vm} uses the image, but not as a disk.`);
}

/**
 * Grows an image through the machine that it is attached to (`one.vm.diskresize`).
 * @param size MiB.
 * @throws OcciError INVALID_REQUEST for a size below the present one, WRONG_STATE.
 */
export async function grow(caller: Caller, image: ImageDetails, size: number): Promise<void> {
  if (size === image.size) return;
  if (size < image.size) {
    throw new OcciError(
      "INVALID_REQUEST",
      `occi.storage.size can only grow: its current value is ${image.size / 1024} GiB.`,
    );
  }
  const { vm, disk, place } = await diskOf(caller, image, "grow");
  // Where the machine has a copy, only the copy would grow, not the image.
  if (place !== "NONE") {
    throw new OcciError(
      "WRONG_STATE",
      "OpenNebula can grow an image only where machines use the image itself, not a copy.",
      {
        hint: "Its datastore copies images to the hosts (LN_TARGET is not NONE): create a larger storage and copy the data.",
      },
    );
  }
  await vms.diskResize(caller.deps.oned, caller.session, vm, disk, size);
  await settle({ ...caller, id: vm });
  const grown = await details(caller.deps.oned, caller.session, image.id);
  if (grown.size < size) {
    throw new OcciError(
      "DRIVER_REFUSED",
      `The host did not grow the image: its size is still ${grown.size / 1024} GiB.`,
    );
  }
}

async function snapshot(caller: Caller, image: ImageDetails): Promise<void> {
  const { deps, session } = caller;
  const { vm, disk } = await diskOf(caller, image, "take a snapshot of");
  const snapshotId = await vms.diskSnapshotCreate(deps.oned, session, vm, disk, anotherName("occi"));
  await outcome({ ...caller, id: vm }, "take the snapshot", (seen) =>
    seen.disks.some(({ snapshots }) => snapshots.some(({ id }) => id === snapshotId)),
  );
}

/** Switches an image; the other way round it is refused by name. */
async function enable({ deps, session }: Caller, image: ImageDetails, online: boolean): Promise<void> {
  if (online && image.state !== "DISABLED" && image.state !== "ERROR") {
    throw new OcciError("WRONG_STATE", `online is not possible while the image is ${image.state}.`);
  }
  if (!online && image.state !== "READY") {
    throw new OcciError("WRONG_STATE", `offline is not possible while the image is ${image.state}.`, {
      hint:
        image.vmIds.length > 0 ? `It is in use by the machines ${image.vmIds.join(", ")}.` : "Wait until it is online.",
    });
  }
  await images.enable(deps.oned, session, image.id, online);
}

/**
 * Carries out an action; on an image that oned is copying as soon as it is copied.
 * @throws OcciError WRONG_STATE, INVALID_REQUEST, or as oned refuses.
 */
export async function actOnStorage(
  caller: Caller,
  id: number,
  action: TypeId,
  attributes: Attributes,
): Promise<ActionResult> {
  const { deps, session } = caller;
  let seen: ImageDetails | undefined;
  const attempt = async (): Promise<void> => {
    seen = await details(deps.oned, session, id);
    await actOn(caller, seen, action, attributes);
  };
  await deps.patience.retry(
    attempt,
    async ({ code }) => code === "WRONG_STATE" && seen !== undefined && imagePasses(seen),
  );
  return undefined;
}

async function actOn(caller: Caller, image: ImageDetails, action: TypeId, attributes: Attributes): Promise<void> {
  if (action === ACTIONS.ONLINE) return enable(caller, image, true);
  if (action === ACTIONS.OFFLINE) return enable(caller, image, false);
  if (action === ACTIONS.RESIZE) return grow(caller, image, mebibytes(attributes.get("size"), "size"));
  if (action === ACTIONS.SNAPSHOT) return snapshot(caller, image);
  // A backup is a copy beside it, under a name that tells what it is.
  await images.clone(caller.deps.oned, caller.session, image.id, anotherName(`${image.name} backup`));
}
