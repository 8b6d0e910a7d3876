/** New images: allocated, waited for, and the uploaded file kept for as long as oned may read it. */
import { OcciError } from "../errors.ts";
import type { Storage, StorageRequest } from "../model.ts";
import { isOutcomeUnknown } from "../opennebula/call-error.ts";
import type { Session } from "../opennebula/client.ts";
import * as images from "../opennebula/image.ts";
import { say } from "../wording.ts";
import { configured, isForDatastore } from "./configured.ts";
import type { CloudDeps } from "./deps.ts";
import { follow } from "./follow.ts";
import { created } from "./reread.ts";
import type { StagedFile } from "./staged-upload.ts";
import { type ImagePlan, planImage } from "./storage-template.ts";
import { imageFailure, refusedFile, type Source, storageView } from "./storage-view.ts";

export type StorageDeps = Pick<CloudDeps, "config" | "oned" | "clock" | "patience">;

/** While oned is still copying, or has not begun. */
function copying(image: images.OnedImage): boolean {
  return /^(INIT|LOCKED|LOCKED_USED|LOCKED_USED_PERS)$/.test(image.state);
}

/** Waits, for WAIT at most, until a new image is READY or ERROR; returns it as it is then. */
function settle(deps: StorageDeps, session: Session, id: number): Promise<images.OnedImage> {
  const read = () => images.info(deps.oned, session, id);
  return created(deps, id, "storage", () => deps.patience.follow(read, (seen) => !copying(seen)));
}

/** Deletes an image that ended in ERROR. @returns the error for the client, with oned's reason. */
async function discard(
  { oned }: StorageDeps,
  session: Session,
  image: images.OnedImage,
  source: Source,
): Promise<OcciError> {
  const failure = imageFailure(image, source);
  try {
    await images.remove(oned, session, image.id);
    return failure;
  } catch (cause) {
    const hint = say`The image ${image.id} could not be deleted: delete it before you try again.`;
    return new OcciError(failure.code, failure.sentence, { hint, cause });
  }
}

type Outlook = "copying" | "over" | "unseen";

async function outlook(deps: StorageDeps, session: Session, id: number): Promise<Outlook> {
  try {
    return copying(await images.info(deps.oned, session, id)) ? "copying" : "over";
  } catch (error) {
    if (!(error instanceof OcciError)) throw error;
    if (error.code === "NOT_FOUND") return "over";
    // With credentials that are refused by now there is no use in asking again and again.
    return error.status < 500 ? "unseen" : "copying";
  }
}

/** Keeps a staged file until oned has copied it, for UPLOAD_KEEP at most, and removes it then. */
async function keepWhileCopying(deps: StorageDeps, session: Session, id: number, file: StagedFile): Promise<void> {
  const { config, clock } = deps;
  const end = clock.now() + config.uploadKeep;
  try {
    const last = await follow(
      () => outlook(deps, session, id),
      (seen) => seen !== "copying",
      { waitMs: config.uploadKeep, clock, firstMs: 1000, longestMs: 30_000 },
    );
    if (last === "unseen") await clock.sleep(Math.max(0, end - clock.now()));
  } finally {
    await file.remove();
  }
}

/** After an answer that was lost nobody knows whether oned is copying, nor which image it made. */
async function keepToTheEnd(deps: StorageDeps, file: StagedFile): Promise<void> {
  try {
    await deps.clock.sleep(deps.config.uploadKeep);
  } finally {
    await file.remove();
  }
}

async function allocate(
  deps: StorageDeps,
  session: Session,
  request: StorageRequest,
  file: StagedFile | undefined,
): Promise<{ readonly id: number; readonly plan: ImagePlan }> {
  try {
    const plan = planImage(request, deps.config, file?.path);
    const id = await configured(
      { option: plan.datastoreOption, value: plan.datastore, kind: "datastore" },
      () => images.allocate(deps.oned, session, plan.template, plan.datastore),
      isForDatastore,
    );
    return { id, plan };
  } catch (error) {
    if (file !== undefined && isOutcomeUnknown(error)) void keepToTheEnd(deps, file);
    else await file?.remove();
    throw file === undefined ? error : refusedFile(error, file.path);
  }
}

/** PUBLIC of an image that exists; when oned refuses it the image goes again. */
async function publish(deps: StorageDeps, session: Session, image: images.OnedImage): Promise<images.OnedImage> {
  try {
    await images.publish(deps.oned, session, image.id, true);
  } catch (error) {
    const refused = error instanceof OcciError && error.status < 500;
    if (refused && !copying(image)) await images.remove(deps.oned, session, image.id);
    throw error;
  }
  return created(deps, image.id, "storage", () => images.info(deps.oned, session, image.id));
}

/**
 * Creates an image of an uploaded file, of an allowed URL, or an empty data block.
 * @param file is taken: it is removed when oned has copied it, or has refused it.
 * @returns the image, READY or, after WAIT, as it is.
 * @throws OcciError for a field that is wrong, as oned refuses, or with oned's reason when the image ended in ERROR
 *   and was deleted; OUTCOME_UNKNOWN when it was created but could not be seen.
 */
export async function create(
  deps: StorageDeps,
  session: Session,
  request: StorageRequest,
  file?: StagedFile,
): Promise<Storage> {
  const { id, plan } = await allocate(deps, session, request, file);
  let over = false;
  try {
    const image = await settle(deps, session, id);
    over = !copying(image);
    if (image.state === "ERROR") throw await discard(deps, session, image, plan.source);
    return storageView(plan.publish ? await publish(deps, session, image) : image);
  } finally {
    if (file !== undefined && over) await file.remove();
    else if (file !== undefined) void keepWhileCopying(deps, session, id, file);
  }
}

/**
 * Waits, for WAIT at most, for an image that oned makes of another or of a disk.
 * @returns the image, READY or, after WAIT, as it is.
 * @throws OcciError as `create`.
 */
export async function settled(deps: StorageDeps, session: Session, id: number): Promise<Storage> {
  const image = await settle(deps, session, id);
  if (image.state === "ERROR") throw await discard(deps, session, image, {});
  return storageView(image);
}
