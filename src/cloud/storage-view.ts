/** Images of oned as clients see them. */

import { OcciError } from "../errors.ts";
import type { Storage } from "../model.ts";
import type { OnedImage } from "../opennebula/image.ts";
import { withoutDate } from "../opennebula/record-parts.ts";
import { field, say } from "../wording.ts";

/** A storage of the model. */
export function storageView(image: OnedImage): Storage {
  return {
    id: image.id,
    name: image.name,
    user: { id: image.uid, name: image.uname },
    group: image.gname,
    state: image.state,
    type: image.type,
    size: image.size,
    public: image.public,
    persistent: image.persistent,
    ...(image.description !== undefined && { description: image.description }),
    ...(image.fstype !== undefined && { fstype: image.fstype }),
    ...(image.error !== undefined && { error: image.error }),
  };
}

/** Where a new image comes from: what oned's drivers complain about differs. */
export interface Source {
  /** The staged file, whose path no client needs to know. */
  readonly path?: string;
  readonly url?: string;
}

/** oned's reason without its date, the marks that drivers put around it and the path of the staged file. */
function reasonOf(image: OnedImage, source: Source): string {
  const reason = withoutDate(image.error ?? "")
    .replace(/ERROR MESSAGE --8<-+\s*|\s*ERROR MESSAGE -+>8--/g, "")
    .trim();
  if (reason === "") return "no reason given";
  return source.path === undefined ? reason : reason.replaceAll(source.path, "the uploaded file");
}

/**
 * The error for a client when oned did not accept an uploaded file. The file is complete and in its place: that oned
 * cannot read it is not a fault of the request, and its path is not for the client.
 */
export function refusedFile(error: unknown, path: string): unknown {
  if (!(error instanceof OcciError) || error.status >= 500) return error;
  const message = error.message.replaceAll(path, "the uploaded file");
  const sentence = say`${{ oned: message }}`;
  if (/^Cannot parse image SIZE|SAFE_DIRS/.test(message)) {
    return new OcciError("ONED_FAILED", sentence, {
      hint: "The administrator must let oned read IMAGE_DIR: add it to SAFE_DIRS, and run the server as oned's user.",
      cause: error,
    });
  }
  return message === error.message ? error : new OcciError(error.code, sentence, { cause: error });
}

/** The error for a client whose image went into ERROR while the request waited. */
export function imageFailure(image: OnedImage, source: Source): OcciError {
  const reason = reasonOf(image, source);
  const message = `OpenNebula could not store the image: ${reason}`;
  if (source.path !== undefined && /not allowed to copy|SAFE_DIRS|RESTRICTED_DIRS/i.test(reason)) {
    return new OcciError("ONED_FAILED", message, {
      hint: "The administrator must add IMAGE_DIR to SAFE_DIRS of the datastore.",
    });
  }
  if (/no space left|not enough space/i.test(reason)) {
    return new OcciError("WRONG_STATE", message, { hint: "The datastore is full.", retryAfter: 60 });
  }
  if (source.url !== undefined) {
    return new OcciError("DRIVER_REFUSED", message, { hint: say`Check that ${field("url")} can be downloaded.` });
  }
  if (/creating datablock|unsupported (file system|format)/i.test(reason)) {
    return new OcciError("DRIVER_REFUSED", message, {
      hint: say`Check ${field("fileSystem")} and ${field("imageSize")}: ext4 and xfs work everywhere.`,
    });
  }
  return new OcciError("ONED_FAILED", message);
}
