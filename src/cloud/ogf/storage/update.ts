/** Updates of storage: title, summary, size up, and what it is for. */
import * as images from "../../../opennebula/image.ts";
import type { ImageDetails } from "../../../opennebula/image-details.ts";
import * as fields from "../../fields.ts";
import type { Caller } from "../caller.ts";
import { type Change, refuseMixins } from "../change.ts";
import { refuseOthers } from "../difference.ts";
import { noteTemplates, renamedObject, retitled, TITLE_NAMES } from "../rename.ts";
import { grow } from "./actions.ts";
import { mebibytes } from "./create.ts";

const SIZE = "occi.storage.size";
const own = (name: string) => `org.opennebula.storage.${name}`;
const OWN_NAMES = ["type", "persistent", "dev_prefix", "driver"].map(own);

/**
 * @returns the image where its title or summary alone are new.
 * @throws OcciError before anything is changed for what cannot be; then as oned refuses.
 */
export async function updateStorage(
  caller: Caller,
  image: ImageDetails,
  { difference, newMixins }: Change,
): Promise<ImageDetails | undefined> {
  const { deps, session } = caller;
  const { changed } = difference;
  refuseMixins(newMixins);
  refuseOthers(difference, [...TITLE_NAMES, SIZE, ...OWN_NAMES], "Title, summary and size can be changed.");
  const { id } = image;
  const renaming = retitled(difference, image);
  const { name, notes } = renaming;
  const size = changed.has(SIZE) ? mebibytes(changed.get(SIZE), SIZE) : undefined;
  const [type, persistent] = [changed.get(own("type")), changed.get(own("persistent"))];
  const wantedType = type === undefined ? undefined : fields.storageType(String(type), own("type"));
  const entries = [...notes] as [string, string][];
  for (const word of ["dev_prefix", "driver"]) {
    const value = changed.get(own(word));
    if (typeof value === "string") entries.push([word.toUpperCase(), fields.description(value, own(word))]);
  }
  const templates = noteTemplates(entries);
  if (size !== undefined) await grow(caller, image, size);
  if (wantedType !== undefined) await images.changeType(deps.oned, session, id, wantedType);
  if (persistent !== undefined) await images.persist(deps.oned, session, id, persistent === "YES");
  if (name !== undefined) await images.rename(deps.oned, session, id, name);
  for (const text of templates) await images.update(deps.oned, session, id, text);
  const isOther = size !== undefined || wantedType !== undefined || persistent !== undefined;
  return isOther || entries.length > notes.length ? undefined : renamedObject(image, renaming);
}
