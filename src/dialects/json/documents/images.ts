/** Documents of images, and what requests ask for, as the model has it. */
import type { DiskImage, Page, StorageChange, StorageRequest } from "../../../model.ts";
import * as schemas from "../schemas/index.ts";
import { writeDocument } from "../write.ts";
import { definedMembers, type ListPlace, type RenderedPage, renderPage, textOf, yesNo } from "./shared.ts";

function imageMembers({ size, ...rest }: DiskImage): object {
  return { ...rest, sizeMiB: size };
}

export function renderImage(image: DiskImage): string {
  return writeDocument(schemas.Image, imageMembers(image));
}

export function renderImages(page: Page<DiskImage>, place: ListPlace): RenderedPage {
  return renderPage(schemas.Images, page, place, imageMembers);
}

/** The image that a request asks for, as texts that the use case checks. */
export function newImageOf(document: schemas.NewImageDocument): StorageRequest {
  const { sizeMiB, fileSystem, type, persistent, public: open, ...rest } = document;
  return definedMembers<StorageRequest>({
    ...rest,
    type: type?.toUpperCase() ?? (sizeMiB === undefined ? undefined : "DATABLOCK"),
    size: sizeMiB?.toString(),
    fstype: fileSystem,
    persistent: yesNo(persistent),
    public: yesNo(open),
  });
}

export function imageChangeOf({
  persistent,
  public: open,
  description,
  name,
}: schemas.ImagePatchDocument): StorageChange {
  return definedMembers<StorageChange>({
    name,
    description: textOf(description),
    persistent: yesNo(persistent),
    public: yesNo(open),
  });
}
