/** Requests in application/occi+json (GFD.225): which of its documents one is, and what is in it. */
import { invalid, shown } from "../culprit.ts";
import { Counter } from "../limits.ts";
import type { Representation, Sent, SentCategory } from "../model.ts";
import { checkScheme, checkTerm } from "../text/category.ts";
import { checkLocation } from "../text/parse.ts";
import { readEntity, readInvocation } from "./entity.ts";
import { identifiers, list, objectOf, onlyMembers, optionalString } from "./members.ts";
import type { Json, JsonObject } from "./object.ts";
import { isObject, readJson } from "./read.ts";

const CLASSES = [
  ["kinds", "kind"],
  ["mixins", "mixin"],
  ["actions", "action"],
] as const;

const CATEGORY_MEMBERS = [
  "term",
  "scheme",
  "title",
  "attributes",
  "parent",
  "depends",
  "applies",
  "actions",
  "location",
];

function only(object: JsonObject, names: readonly string[]): boolean {
  return object.size > 0 && object.keys().every((key) => names.includes(key));
}

function readCategory(json: Json, className: NonNullable<SentCategory["class"]>, counter: Counter): SentCategory {
  const object = objectOf(json, `A category of class ${className}`);
  onlyMembers(object, CATEGORY_MEMBERS, `a category of class ${className}`);
  const term = checkTerm(optionalString(object, "term") ?? "");
  const scheme = optionalString(object, "scheme");
  if (scheme === undefined) throw invalid(`The category ${shown(term)} has no scheme.`);
  if (object.has("attributes")) objectOf(object.get("attributes"), 'The member "attributes"');
  identifiers(object, "actions", counter);
  const parent = optionalString(object, "parent");
  const depends = [...(parent === undefined ? [] : [parent]), ...identifiers(object, "depends", counter)];
  const applies = identifiers(object, "applies", counter);
  const title = optionalString(object, "title");
  const location = optionalString(object, "location");
  return {
    scheme: checkScheme(scheme, term),
    term,
    class: className,
    ...(title === undefined ? {} : { title }),
    ...(depends.length === 0 ? {} : { depends }),
    ...(applies.length === 0 ? {} : { applies }),
    ...(location === undefined ? {} : { location }),
  };
}

/** `kinds`, `mixins` and `actions` of objects; an entity has lists of strings under two of these names. */
function isCategories(object: JsonObject): boolean {
  if (!only(object, ["kinds", "mixins", "actions"])) return false;
  return object.has("kinds") || object.values().some((value) => Array.isArray(value) && value.some(isObject));
}

function readCategories(object: JsonObject, counter: Counter): Representation {
  const categories: SentCategory[] = [];
  for (const [member, className] of CLASSES) {
    for (const item of list(object, member)) {
      counter.count("categories");
      categories.push(readCategory(item, className, counter));
    }
  }
  return { categories, attributes: new Map(), links: [] };
}

/** A member of a collection that says nothing but where an entity is. */
function locationOf(json: Json): string | undefined {
  if (!isObject(json) || !only(json, ["id", "location"])) return undefined;
  return optionalString(json, "location") ?? optionalString(json, "id");
}

function readCollection(object: JsonObject, counter: Counter): Sent {
  const representations: Representation[] = [];
  const locations: string[] = [];
  for (const item of [...list(object, "resources"), ...list(object, "links")]) {
    const location = locationOf(item);
    if (location === undefined) representations.push(readEntity(item, counter));
    else {
      counter.count("locations");
      locations.push(checkLocation(location));
    }
  }
  return { representations, locations };
}

function readLocations(items: readonly Json[], counter: Counter): Sent {
  counter.count("locations", items.length);
  const locations = items.map((item) => {
    if (typeof item === "string") return checkLocation(item);
    throw invalid("A JSON list must contain locations, as strings, and nothing else.");
  });
  return { representations: [], locations };
}

/**
 * Reads a collection, a set of categories, an action invocation, an entity, or a list of locations.
 * @throws OcciError INVALID_REQUEST, TOO_LARGE.
 */
export function parseJson(body: string): Sent {
  const counter = new Counter();
  const json = readJson(body, counter);
  if (Array.isArray(json)) return readLocations(json, counter);
  const object = objectOf(json, "The body");
  if (only(object, ["resources", "links"])) return readCollection(object, counter);
  const representation = isCategories(object)
    ? readCategories(object, counter)
    : object.has("action")
      ? readInvocation(object, counter)
      : readEntity(object, counter);
  return { representations: [representation], locations: [] };
}
