/** A Link line or header item (GFD.229, 5.4): to a resource, or to an action. */
import { invalid, shown } from "../culprit.ts";
import type { Counter } from "../limits.ts";
import type { SentLink, TypeId, Value } from "../model.ts";
import { addAttribute } from "./attributes.ts";
import { words } from "./category.ts";
import { Items } from "./split.ts";
import { parseParameter } from "./value.ts";

/**
 * Reads `<target>; rel="..."; self="..."; category="..."; name=value`. `category` may hold several identifiers or be
 * repeated; both are one list. Without a `rel` it is no link (GFD.229, 5.4).
 * @throws OcciError INVALID_REQUEST, TOO_LARGE.
 */
export function parseLink(item: string, counter: Counter): SentLink {
  const items = new Items(item, ";", counter);
  const first = items.next() ?? "";
  const target = first.startsWith("<") && first.endsWith(">") ? first.slice(1, -1).trim() : "";
  if (target === "") throw invalid(`The link ${shown(item)} does not begin with a target in < and >.`);
  const rel: TypeId[] = [];
  const category: TypeId[] = [];
  const attributes = new Map<string, Value>();
  let self: string | undefined;
  for (let text = items.next(); text !== undefined; text = items.next()) {
    const { name, value } = parseParameter(text);
    if (name === "rel") rel.push(...words(String(value), counter));
    else if (name === "category") category.push(...words(String(value), counter));
    else if (name === "self") {
      if (self !== undefined) throw invalid(`The link to ${shown(target)} has self twice.`);
      self = String(value);
    } else {
      counter.count("attributes");
      addAttribute(attributes, name, value);
    }
  }
  if (rel.length === 0) throw invalid(`The link to ${shown(target)} has no rel.`, "rel names the type of the target.");
  return { target, rel, ...(self === undefined ? {} : { self }), category, attributes };
}
