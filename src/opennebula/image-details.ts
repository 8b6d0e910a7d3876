/** All of an image that OCCI 1.2 shows: what `image.ts` reads, and more. */
import { readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { imageOf, type OnedImage } from "./image.ts";
import { idsAt, optionalNumber, scalars } from "./record-parts.ts";

export interface ImageDetails extends OnedImage {
  readonly datastoreId: number | undefined;
  /** Machines that use it. */
  readonly vmIds: readonly number[];
  readonly path: string | undefined;
  /** It has been whole: oned names its file. A new one has none while it is copied. */
  readonly isWhole: boolean;
  /** The texts of TEMPLATE: DEV_PREFIX, DRIVER, what users have noted. */
  readonly notes: ReadonlyMap<string, string>;
}

/** An `<IMAGE>` element, from `one.image.info` or `one.imagepool.info`. */
export function imageDetailsOf(record: XmlRecord): ImageDetails {
  return {
    ...imageOf(record),
    datastoreId: optionalNumber(text(record, "DATASTORE_ID")),
    vmIds: idsAt(record, "VMS"),
    path: text(record, "PATH") || undefined,
    isWhole: (text(record, "SOURCE") ?? "") !== "",
    notes: scalars(record, "TEMPLATE"),
  };
}

/** `one.image.info`. */
export async function details(oned: OnedClient, session: Session, id: number): Promise<ImageDetails> {
  return imageDetailsOf(readRecord(await oned.read(session, "one.image.info", id), "IMAGE"));
}
