/** Names of new objects: of their title, and where that is taken or there is none, of the server's making. */
import type { Attributes } from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import type { TemplateEntries } from "../../opennebula/template-writer.ts";
import * as fields from "../fields.ts";
import { anotherName, nameFor, titleNotes } from "./title.ts";

/** The title in the request; undefined for none. */
export function titleIn(attributes: Attributes): string | undefined {
  const title = attributes.get("occi.core.title");
  return typeof title === "string" && title !== "" ? title : undefined;
}

export function summaryIn(attributes: Attributes): string | undefined {
  const summary = attributes.get("occi.core.summary");
  return typeof summary === "string" && summary.trim() !== "" ? summary : undefined;
}

/**
 * The notes on title and summary that are stored beside the name of a new object.
 * @throws OcciError INVALID_REQUEST, INVALID_CHARACTER for a text that oned cannot keep.
 */
export function newNotes(attributes: Attributes): TemplateEntries {
  const [title, summary] = [titleIn(attributes), summaryIn(attributes)];
  return [
    ...(title === undefined ? [] : titleNotes(title)),
    ...(summary === undefined ? [] : [["DESCRIPTION", fields.description(summary, "occi.core.summary")] as const]),
  ];
}

/**
 * Makes something with a name. oned wants those of images, networks, templates and groups to be different for each
 * user: a title that is taken as it stands is the user's own clash, a cleaned copy that is taken only gets another end.
 */
export async function withName<T>(
  title: string | undefined,
  what: string,
  make: (name: string) => Promise<T>,
): Promise<T> {
  const name = title === undefined ? undefined : nameFor(title);
  if (name === undefined) return make(anotherName(what));
  try {
    return await make(name);
  } catch (error) {
    if (name === title || !(error instanceof OcciError) || error.code !== "NAME_TAKEN") throw error;
    return make(anotherName(name));
  }
}
