/** Storage: lists, shows, creates, changes, clones and deletes images. */
import { OcciError } from "../errors.ts";
import type { ActionRequest, Storage, StorageChange } from "../model.ts";
import type { Session } from "../opennebula/client.ts";
import * as images from "../opennebula/image.ts";
import { members } from "../opennebula/pool.ts";
import type { IdRange, Reader, Skip } from "../opennebula/read-around.ts";
import { template } from "../opennebula/template-writer.ts";
import { field, say } from "../wording.ts";
import type { XmlRecord } from "../xml/record.ts";
import type { CloudDeps } from "./deps.ts";
import * as fields from "./fields.ts";
import { withUsers } from "./in-use.ts";
import { renamedWith } from "./renaming.ts";
import { changed } from "./reread.ts";
import { type StorageDeps, settled } from "./storage-create.ts";
import { storageView } from "./storage-view.ts";

export { create } from "./storage-create.ts";

/** All images that the caller may use. */
export function list(
  deps: Pick<CloudDeps, "oned" | "pools">,
  session: Session,
  skip: Skip,
): AsyncIterable<readonly Storage[]> {
  const ask = (range: IdRange) => images.pool(deps.oned, session, range);
  const convert = (record: XmlRecord) => storageView(images.imageOf(record));
  const read: Reader<Storage> = (answer, onFault) => members(answer, "IMAGE_POOL", "IMAGE", convert, { onFault });
  return deps.pools.readAround("IMAGE", ask, read, skip);
}

/** One image. */
export async function show(deps: StorageDeps, session: Session, id: number): Promise<Storage> {
  return storageView(await images.info(deps.oned, session, id));
}

/**
 * The fields that differ from the current ones. A whole document comes back with NAME or TYPE: then it is known what
 * there is.
 */
function differing(wanted: StorageChange, present: images.OnedImage | undefined) {
  const isType = wanted.type === undefined || wanted.type.trim().toUpperCase() === present?.type;
  const description = wanted.description === undefined ? undefined : fields.description(wanted.description);
  const [persistent, open] = [fields.change(wanted.persistent), fields.change(wanted.public)];
  return {
    // oned refuses to change the type of an image in use, even to what it is.
    type: isType ? undefined : fields.storageType(wanted.type ?? ""),
    description: description === (present?.description ?? "") && present !== undefined ? undefined : description,
    persistent: persistent === present?.persistent ? undefined : persistent,
    open: open === present?.public ? undefined : open,
  };
}

/**
 * `PUT /storage/ID`: NAME, TYPE, DESCRIPTION, and one of PERSISTENT and PUBLIC. An unchanged value is not a change.
 * @throws OcciError INVALID_REQUEST when both are to be changed, as in 4.6; as oned refuses.
 */
export async function change(deps: StorageDeps, session: Session, id: number, wanted: StorageChange): Promise<Storage> {
  const { oned } = deps;
  const isWhole = wanted.name !== undefined || wanted.type !== undefined;
  if (!isWhole) refuseBoth(wanted.persistent, wanted.public);
  const present = isWhole ? await images.info(oned, session, id) : undefined;
  const { type, description, persistent, open } = differing(wanted, present);
  refuseBoth(persistent, open);
  const name = present && fields.newName(wanted.name, present.name);
  const rest = async (): Promise<Storage> => {
    if (type !== undefined) await images.changeType(oned, session, id, type);
    if (persistent !== undefined) await images.persist(oned, session, id, persistent);
    if (description !== undefined) await images.update(oned, session, id, template([["DESCRIPTION", description]]));
    const last = open === false ? { ...(await show(deps, session, id)), public: false } : undefined;
    if (open !== undefined) await images.publish(oned, session, id, open);
    return changed(last, () => show(deps, session, id));
  };
  const rename = (to: string) => images.rename(oned, session, id, to);
  return renamedWith(rename, { name, present: present?.name ?? "" }, rest);
}

function refuseBoth(persistent: unknown, open: unknown): void {
  if (persistent === undefined || open === undefined) return;
  throw new OcciError("INVALID_REQUEST", "It is not allowed more than one change per request", {
    hint: say`Send ${field("persistent")} or ${field("public")}, not both.`,
  });
}

/** Deletes an image that no VM uses. */
export async function remove(deps: StorageDeps, session: Session, id: number): Promise<void> {
  await withUsers(deps.oned, session, { kind: "image", id }, () => images.remove(deps.oned, session, id));
}

/**
 * `POST /storage/ID/action`: clone NAME, rename NAME.
 * @returns the image; `made` when it is a new one.
 */
export async function act(
  deps: StorageDeps,
  session: Session,
  id: number,
  request: ActionRequest,
): Promise<{ readonly isCreation: boolean; readonly storage: Storage }> {
  const { perform, params } = request;
  if (perform !== "clone" && perform !== "rename") {
    throw new OcciError("FORBIDDEN", `Action ${perform.slice(0, 64)} not supported`, { hint: "Use clone or rename." });
  }
  const name = fields.objectName(params.name ?? "");
  if (perform === "clone") {
    const copy = await images.clone(deps.oned, session, id, name);
    return { isCreation: true, storage: await settled(deps, session, copy) };
  }
  await images.rename(deps.oned, session, id, name);
  return { isCreation: false, storage: await show(deps, session, id) };
}
