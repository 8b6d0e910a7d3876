/** Locations in requests: clients send absolute URIs, paths, and paths below a proxy's. Here all become paths of the server. */
import { shown } from "./culprit.ts";
import type { Filter } from "./filter.ts";
import type { Attributes, Representation, Sent, SentCategory, SentLink } from "./model.ts";

/**
 * The path on this server that a location means. Throws for another server's; what is no location stays as it is.
 * @param what it is of the request, for the error.
 */
export type ToPath = (location: string, what: string) => string;

/** Attributes that hold locations. */
const ENDS = ["occi.core.source", "occi.core.target"] as const;

function localizedEnds(attributes: Attributes, toPath: ToPath): Attributes {
  if (!ENDS.some((name) => attributes.has(name))) return attributes;
  const localized = new Map(attributes);
  for (const name of ENDS) {
    const location = attributes.get(name);
    if (typeof location === "string") localized.set(name, toPath(location, name));
  }
  return localized;
}

function localizedLink(link: SentLink, toPath: ToPath): SentLink {
  return {
    ...link,
    target: toPath(link.target, "The target of a link"),
    ...(link.self !== undefined && { self: toPath(link.self, "self of a link") }),
    attributes: localizedEnds(link.attributes, toPath),
  };
}

function localizedCategory(category: SentCategory, toPath: ToPath): SentCategory {
  const { location, term } = category;
  return location === undefined
    ? category
    : { ...category, location: toPath(location, `The location of ${shown(term)}`) };
}

function localizedRepresentation({ categories, attributes, links }: Representation, toPath: ToPath): Representation {
  return {
    categories: categories.map((category) => localizedCategory(category, toPath)),
    attributes: localizedEnds(attributes, toPath),
    links: links.map((link) => localizedLink(link, toPath)),
  };
}

/**
 * A request in which the locations within representations are paths. The caller handles the locations that it lists.
 * @throws what `toPath` throws.
 */
export function localized({ representations, locations }: Sent, toPath: ToPath): Sent {
  return { representations: representations.map((one) => localizedRepresentation(one, toPath)), locations };
}

/** The same of a filter. */
export function localizedFilter({ categories, attributes }: Filter, toPath: ToPath): Filter {
  return { categories, attributes: localizedEnds(attributes, toPath) };
}
