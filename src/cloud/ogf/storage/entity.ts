/** An image of oned as an OCCI storage. */
import { ACTIONS, type Resource, STORAGE, type TypeId } from "../../../dialects/ogf/index.ts";
import type { ImageDetails } from "../../../opennebula/image-details.ts";
import { attributes, gib } from "../attributes.ts";
import { tagsAt } from "../tags/tags.ts";
import { titleOf } from "../title.ts";
import { OWN_STORAGE } from "../types/own-mixins.ts";
import type { ViewContext } from "../view-context.ts";
import { storageShown } from "./states.ts";

const FILES: readonly string[] = ["KERNEL", "RAMDISK", "CONTEXT", "BACKUP"];

/** Whether the image is the disk of exactly one machine, whose changes stay: only then oned can grow or snapshot it. */
export function soleUser(image: Pick<ImageDetails, "persistent" | "vmIds">): number | undefined {
  return image.persistent && image.vmIds.length === 1 ? image.vmIds[0] : undefined;
}

/** The actions that are possible now. */
export function storageActions(image: ImageDetails): readonly TypeId[] {
  const { ONLINE, OFFLINE, BACKUP, SNAPSHOT, RESIZE } = ACTIONS;
  const grows = soleUser(image) === undefined ? [] : [SNAPSHOT, RESIZE];
  if (image.state === "READY") return [OFFLINE, BACKUP, ...grows];
  if (image.state === "DISABLED" || image.state === "ERROR") return [ONLINE];
  return image.state === "USED" ? [BACKUP, ...grows] : grows;
}

/** The storage. */
export function storageEntity(view: ViewContext, image: ImageDetails): Resource {
  const id = String(image.id);
  const shown = storageShown(image.state, image.error, image.isWhole);
  const own = "org.opennebula.storage";
  return {
    kind: STORAGE,
    mixins: [OWN_STORAGE, ...tagsAt(view.tags, "storage", id)],
    id,
    location: `/storage/${id}`,
    title: titleOf(image.name, image.notes),
    ...(image.description !== undefined && { summary: image.description }),
    attributes: attributes(
      ["occi.storage.size", gib(image.size)],
      ["occi.storage.state.message", shown.message],
      ["occi.storage.state", shown.state],
      [`${own}.id`, image.id],
      [`${own}.type`, FILES.includes(image.type) ? "FILE" : image.type],
      [`${own}.persistent`, image.persistent ? "YES" : "NO"],
      [`${own}.dev_prefix`, image.notes.get("DEV_PREFIX") || undefined],
      [`${own}.bus`, image.notes.get("BUS") || undefined],
      [`${own}.driver`, image.notes.get("DRIVER") || undefined],
      [`${own}.fstype`, image.fstype],
    ),
    actions: storageActions(image),
    links: [],
  };
}
