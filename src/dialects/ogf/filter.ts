/** Filters in the headers of a GET (GFD.223, 7; the document itself calls them deprecated). */
import { type AnyEntity, type Attributes, isLink, type TypeId, typeId, type Value } from "./model.ts";
import { sameValue } from "./text/attributes.ts";
import { parseHeaders } from "./text/parse.ts";
import { numberOf } from "./text/value.ts";

export interface Filter {
  readonly categories: readonly { readonly scheme: string; readonly term: string }[];
  readonly attributes: Attributes;
}

/**
 * Reads the Category and X-OCCI-Attribute headers, whatever the Content-Type says.
 * @throws OcciError INVALID_REQUEST, TOO_LARGE.
 */
export function parseFilter(headers: Headers): Filter {
  const relevant = new Headers();
  for (const name of ["category", "x-occi-attribute"]) {
    const value = headers.get(name);
    if (value !== null) relevant.set(name, value);
  }
  const [sent] = parseHeaders(relevant).representations;
  return {
    categories: (sent?.categories ?? []).map(({ scheme, term }) => ({ scheme, term })),
    attributes: sent?.attributes ?? new Map(),
  };
}

/** It selects everything. */
export const NO_FILTER: Filter = { categories: [], attributes: new Map() };

export function isEmpty(filter: Filter): boolean {
  return filter.categories.length === 0 && filter.attributes.size === 0;
}

/** Numbers by their value, strings exactly; a filter does not know types, so a token or quoted text may mean either. */
function equals(wanted: Value, present: Value): boolean {
  if (typeof present === "number" && typeof wanted === "string") return numberOf(wanted) === present;
  if (typeof present === "boolean" || typeof present === "string") return String(wanted) === String(present);
  return typeof present === "object" && typeof wanted === "string"
    ? wanted === JSON.stringify(present)
    : sameValue(wanted, present);
}

function hasAttribute(entity: AnyEntity, name: string, wanted: Value): boolean {
  const text = (present: string | undefined) => present !== undefined && String(wanted) === present;
  switch (name) {
    case "occi.core.id":
      return text(entity.id);
    case "occi.core.title":
      return text(entity.title);
    case "occi.core.summary":
      return !isLink(entity) && text(entity.summary);
    case "occi.core.source":
      return isLink(entity) && wanted === entity.source.location;
    case "occi.core.target":
      return isLink(entity) && wanted === entity.target.location;
    default: {
      const present = entity.attributes.get(name);
      return present !== undefined && equals(wanted, present);
    }
  }
}

/** Whether an entity has every category, as kind or mixin, and every attribute of the filter. */
export function matches(filter: Filter, entity: AnyEntity): boolean {
  const has = (id: TypeId) => entity.kind === id || entity.mixins.includes(id);
  return (
    filter.categories.every((category) => has(typeId(category))) &&
    [...filter.attributes].every(([name, wanted]) => hasAttribute(entity, name, wanted))
  );
}
