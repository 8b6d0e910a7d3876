/** Images: calls `one.image.*` and `one.imagepool.info`, and what of their answers is used. */
import { readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { type PoolCall, poolCall } from "./pool.ts";
import { isPublic, type Owned, owned, wholeNumber } from "./record-parts.ts";
import { IMAGE_STATES, IMAGE_TYPES, type ImageState, type ImageType } from "./states.ts";

export interface OnedImage extends Owned {
  readonly state: ImageState;
  readonly type: ImageType;
  readonly description: string | undefined;
  /** MiB. */
  readonly size: number;
  /** The file system inside, else the format of an image that oned made empty (`raw`); as 4.x's FSTYPE. */
  readonly fstype: string | undefined;
  readonly public: boolean;
  readonly persistent: boolean;
  /** In use by copies that are made of it, and by no machine. */
  readonly copiedOnly?: true;
  readonly error: string | undefined;
}

/** FS since 5.12, FSTYPE before: of an image made empty it was also where `raw` and `qcow2` stood. */
function fstypeOf(record: XmlRecord, type: ImageType): string | undefined {
  const named = text(record, "FS") || text(record, "FSTYPE");
  if (named) return named;
  const madeEmpty = type === "DATABLOCK" && !text(record, "PATH");
  return (madeEmpty && text(record, "FORMAT")) || undefined;
}

/** An `<IMAGE>` element, from `one.image.info` or `one.imagepool.info`. */
export function imageOf(record: XmlRecord): OnedImage {
  const type = IMAGE_TYPES[wholeNumber(record, "TYPE")] ?? "OS";
  const state = IMAGE_STATES[wholeNumber(record, "STATE")] ?? "INIT";
  return {
    ...owned(record),
    state,
    type,
    description: text(record, "TEMPLATE", "DESCRIPTION") || undefined,
    size: wholeNumber(record, "SIZE"),
    fstype: fstypeOf(record, type),
    public: isPublic(record),
    persistent: text(record, "PERSISTENT") === "1",
    ...(state === "USED" && text(record, "RUNNING_VMS") === "0" && { copiedOnly: true as const }),
    error: text(record, "TEMPLATE", "ERROR") || undefined,
  };
}

/** `one.image.info`. */
export async function info(oned: OnedClient, session: Session, id: number): Promise<OnedImage> {
  return imageOf(readRecord(await oned.read(session, "one.image.info", id), "IMAGE"));
}

/** `one.imagepool.info`: all that the user may use. */
export const pool: PoolCall = poolCall("one.imagepool.info");

/** `one.image.allocate`; the new image's id. It is LOCKED until the driver has copied or made it. */
export async function allocate(
  oned: OnedClient,
  session: Session,
  template: string,
  datastore: number,
): Promise<number> {
  return Number(await oned.change(session, "one.image.allocate", template, datastore));
}

/** `one.image.update`, appending to what is there. */
export async function update(oned: OnedClient, session: Session, id: number, template: string): Promise<void> {
  await oned.change(session, "one.image.update", id, template, 1);
}

/** `one.image.chmod` of the group's USE bit, as 4.6's PUBLIC did. */
export async function publish(oned: OnedClient, session: Session, id: number, open: boolean): Promise<void> {
  await oned.change(session, "one.image.chmod", id, -1, -1, -1, open ? 1 : 0, -1, -1, -1, -1, -1);
}

/** `one.image.chtype`. */
export async function changeType(oned: OnedClient, session: Session, id: number, type: ImageType): Promise<void> {
  await oned.change(session, "one.image.chtype", id, type);
}

/** `one.image.persistent`. */
export async function persist(oned: OnedClient, session: Session, id: number, persistent: boolean): Promise<void> {
  await oned.change(session, "one.image.persistent", id, persistent);
}

/** `one.image.clone` into the same datastore; the copy's id. It is LOCKED until it is copied. */
export async function clone(oned: OnedClient, session: Session, id: number, name: string): Promise<number> {
  return Number(await oned.change(session, "one.image.clone", id, name));
}

/** `one.image.rename`. */
export async function rename(oned: OnedClient, session: Session, id: number, name: string): Promise<void> {
  await oned.change(session, "one.image.rename", id, name);
}

/** `one.image.delete`. */
export async function remove(oned: OnedClient, session: Session, id: number): Promise<void> {
  await oned.change(session, "one.image.delete", id);
}

/** `one.image.enable`. */
export async function enable(oned: OnedClient, session: Session, id: number, enabled: boolean): Promise<void> {
  await oned.change(session, "one.image.enable", id, enabled);
}
