/** Documents of VM templates and sizes. */
import type { MachineSize, MachineTemplate, Page } from "../../../model.ts";
import * as schemas from "../schemas/index.ts";
import { writeDocument } from "../write.ts";
import { type ListPlace, type RenderedPage, renderPage } from "./shared.ts";

function templateMembers({ memory, created, disks, ...rest }: MachineTemplate): object {
  return {
    ...rest,
    memoryMiB: memory,
    createdAt: created,
    disks: disks.map(({ size, ...disk }) => ({ ...disk, sizeMiB: size })),
  };
}

export function renderTemplate(template: MachineTemplate): string {
  return writeDocument(schemas.Template, templateMembers(template));
}

export function renderTemplates(page: Page<MachineTemplate>, place: ListPlace): RenderedPage {
  return renderPage(schemas.Templates, page, place, templateMembers);
}

export function renderSizes(sizes: readonly MachineSize[]): string {
  const items = sizes.map(({ memory, memoryMax, ...size }) => ({
    ...size,
    memoryMiB: memory,
    memoryMaxMiB: memoryMax,
  }));
  return writeDocument(schemas.Sizes, { items });
}
