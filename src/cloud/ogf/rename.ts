/** A new title or summary of an object that exists. */
import { type TemplateEntries, template, xmlTemplate } from "../../opennebula/template-writer.ts";
import * as fields from "../fields.ts";
import type { Difference } from "./difference.ts";
import { anotherName, nameFor, survives, titleNotesOver } from "./title.ts";

export const TITLE_NAMES = ["occi.core.title", "occi.core.summary"] as const;

/**
 * Templates for notes, to be written one after the other: texts in the form that holds any, what is taken back (blank)
 * in the one that holds blanks.
 */
export function noteTemplates(entries: TemplateEntries): readonly string[] {
  const isBlank = ([, value]: TemplateEntries[number]) => typeof value === "string" && value.trim() === "";
  const [texts, blanks] = [entries.filter((entry) => !isBlank(entry)), entries.filter(isBlank)];
  return [...(texts.length === 0 ? [] : [xmlTemplate(texts)]), ...(blanks.length === 0 ? [] : [template(blanks)])];
}

export interface Retitled {
  /** Undefined when the name stays. */
  readonly name: string | undefined;
  /** The notes to store; a blank one removes a note. */
  readonly notes: TemplateEntries;
}

/** @throws OcciError for a text that oned cannot keep. */
export function retitled(
  { changed, dropped }: Difference,
  object: { readonly name: string; readonly notes: ReadonlyMap<string, string> },
): Retitled {
  const title = changed.get("occi.core.title");
  const summary = changed.get("occi.core.summary");
  const notes: (readonly [string, string])[] = [];
  let name: string | undefined;
  if (typeof title === "string") {
    const wanted = title.trim() === "" ? object.name : (nameFor(title) ?? anotherName("untitled"));
    name = wanted === object.name ? undefined : wanted;
    notes.push(
      ...(titleNotesOver(title.trim() === "" ? object.name : title, object.notes) as (readonly [string, string])[]),
    );
  } else if (dropped.has("occi.core.title")) {
    notes.push(...(titleNotesOver(object.name, object.notes) as (readonly [string, string])[]));
  }
  if (typeof summary === "string") notes.push(["DESCRIPTION", fields.description(summary, "occi.core.summary")]);
  else if (dropped.has("occi.core.summary")) notes.push(["DESCRIPTION", ""]);
  return { name, notes };
}

/**
 * The object as it is after that; undefined when the summary is a text that oned may keep in another form.
 * @param object in whose notes title and summary are.
 */
export function renamedObject<T extends { readonly name: string; readonly notes: ReadonlyMap<string, string> }>(
  object: T,
  { name, notes }: Retitled,
): T | undefined {
  const after = new Map(object.notes);
  for (const [key, value] of notes) {
    const text = String(value);
    if (text.trim() === "") after.delete(key);
    else if (survives(text)) after.set(key, text);
    else return undefined;
  }
  const summary = "description" in object ? { description: after.get("DESCRIPTION") } : {};
  return { ...object, ...summary, name: name ?? object.name, notes: after };
}
