/** A Link line or header item (GFD.229, 5.4): to a resource, or to an action. */
import { invalid, shown } from "../culprit.ts";
import type { SentLink, TypeId, Value } from "../model.ts";
import { addAttribute } from "./attributes.ts";
import { words } from "./category.ts";
import { splitOutsideQuotes } from "./split.ts";
import { parseParameter } from "./value.ts";

/**
 * Reads `<target>; rel="..."; self="..."; category="..."; name=value`. `category` may hold several identifiers or be
 * repeated; both are one list.
 * @throws OcciError INVALID_REQUEST
 */
export function parseLink(item: string): SentLink {
  const [first = "", ...rest] = splitOutsideQuotes(item, ";");
  const target = first.startsWith("<") && first.endsWith(">") ? first.slice(1, -1).trim() : "";
  if (target === "") throw invalid(`The link ${shown(item)} does not begin with a target in < and >.`);
  const rel: TypeId[] = [];
  const category: TypeId[] = [];
  const attributes = new Map<string, Value>();
  let self: string | undefined;
  for (const part of rest) {
    const { name, value } = parseParameter(part);
    if (name === "rel") rel.push(...words(String(value)));
    else if (name === "category") category.push(...words(String(value)));
    else if (name !== "self") addAttribute(attributes, name, value);
    else if (self === undefined) self = String(value);
    else throw invalid(`The link to ${shown(target)} has self twice.`);
  }
  return { target, rel, ...(self === undefined ? {} : { self }), category, attributes };
}
