/** New storage: an empty data block, made by oned. Files are uploaded by OpenNebula's own OCCI. */
import type { EntityRequest } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import * as images from "../../../opennebula/image.ts";
import { type TemplateEntries, xmlTemplate } from "../../../opennebula/template-writer.ts";
import * as fields from "../../fields.ts";
import * as storages from "../../storage.ts";
import type { Caller } from "../caller.ts";
import { summaryIn, titleIn, withName } from "../new-name.ts";
import { orRollBack } from "../roll-back.ts";
import { titleNotes } from "../title.ts";

const OWN = "org.opennebula.storage";

/** MiB of GiB; oned counts whole ones. @throws OcciError INVALID_REQUEST */
export function mebibytes(gib: unknown, what: string): number {
  const size = typeof gib === "number" ? Math.ceil(Number((gib * 1024).toFixed(3))) : Number.NaN;
  if (size >= 1 && size <= 1e12) return size;
  throw new OcciError("INVALID_REQUEST", `${what} must be a size in GiB above 0.`);
}

/** @returns the id. @throws OcciError for what is wrong in the request, or as oned refuses. */
export async function createStorage({ deps, session }: Caller, { attributes }: EntityRequest): Promise<number> {
  const text = (name: string) => {
    const value = attributes.get(`${OWN}.${name}`);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const type = text("type") ?? "DATABLOCK";
  if (type !== "DATABLOCK") {
    throw new OcciError("NOT_SUPPORTED", `${OWN}.type: only a DATABLOCK can be created empty.`, {
      hint: "Upload images with content as multipart/form-data to /storage: see OpenNebula's OCCI XML.",
    });
  }
  const title = titleIn(attributes);
  const summary = summaryIn(attributes);
  const fstype = text("fstype");
  const more: TemplateEntries = ["dev_prefix", "driver"].flatMap((name) => {
    const value = text(name);
    return value === undefined ? [] : [[name.toUpperCase(), fields.description(value, `${OWN}.${name}`)] as const];
  });
  const created = await withName(title, "storage", (name) =>
    storages.create(deps, session, {
      name,
      type,
      size: String(mebibytes(attributes.get("occi.storage.size"), "occi.storage.size")),
      // A volume must keep what is written to it.
      persistent: text("persistent") ?? "YES",
      ...(summary !== undefined && { description: summary }),
      ...(fstype !== undefined && { fstype }),
    }),
  );
  const entries: TemplateEntries = [...(title === undefined ? [] : titleNotes(title)), ...more];
  if (entries.length > 0) {
    await orRollBack(
      `/storage/${created.id}`,
      () => images.update(deps.oned, session, created.id, xmlTemplate(entries)),
      () => images.remove(deps.oned, session, created.id),
    );
  }
  return created.id;
}
