/** A resource, a link or an action invocation in JSON (GFD.225, 3.1 to 3.3), and rOCCI's older form of them. */
import { invalid, shown } from "../culprit.ts";
import { type Counter, LONGEST_NAME, tooLongName } from "../limits.ts";
import {
  type Representation,
  type SentCategory,
  type SentLink,
  splitTypeId,
  type TypeId,
  type Value,
} from "../model.ts";
import { addAttribute } from "../text/attributes.ts";
import { checkScheme, checkTerm, words } from "../text/category.ts";
import { identifiers, list, objectOf, onlyMembers, optionalString, toValue } from "./members.ts";
import type { Json, JsonObject } from "./object.ts";
import { isObject } from "./read.ts";

const COMMON = ["kind", "id", "title", "summary", "mixins", "attributes", "actions", "source", "target", "rel"];

/**
 * A category by its identifier.
 * @throws OcciError INVALID_REQUEST when it has no `#` with a term after it.
 */
export function categoryOf(id: TypeId, className: SentCategory["class"]): SentCategory {
  const { scheme, term: sent } = splitTypeId(id);
  if (scheme === "") throw invalid(`The type identifier ${shown(id)} has no # before its term.`);
  const term = checkTerm(sent);
  return {
    scheme: checkScheme(scheme, term),
    term,
    ...(className === undefined ? {} : { class: className }),
  };
}

/** One attribute, which is counted before anything is made of it. */
function addLeaf(attributes: Map<string, Value>, name: string, value: Json, counter: Counter): void {
  counter.count("attributes");
  addAttribute(attributes, name, toValue(value, counter));
}

/**
 * rOCCI's old attributes are nested by the parts of their names: `{"occi":{"core":{"title":"web"}}}`. Each inner name
 * repeats the outer ones, so their length is looked at before they are joined.
 */
function addNested(attributes: Map<string, Value>, prefix: string, value: Json, counter: Counter): void {
  if (!isObject(value)) {
    addLeaf(attributes, prefix, value, counter);
    return;
  }
  for (const [name, inner] of value) {
    if (prefix.length + 1 + name.length > LONGEST_NAME) throw tooLongName(prefix);
    addNested(attributes, `${prefix}.${name}`, inner, counter);
  }
}

/** A name with a dot is a whole name, and an object its value; one without a dot begins a nested one. */
function readAttributes(object: JsonObject, counter: Counter): Map<string, Value> {
  const attributes = new Map<string, Value>();
  const members = object.get("attributes");
  if (members === undefined) return attributes;
  for (const [name, value] of objectOf(members, "attributes")) {
    if (name.includes(".")) addLeaf(attributes, name, value, counter);
    else addNested(attributes, name, value, counter);
  }
  return attributes;
}

interface End {
  readonly location: string;
  readonly kind?: string;
}

/** `source` or `target`: an object, or with old clients a string. */
function endpoint(object: JsonObject, name: "source" | "target"): End | undefined {
  const value = object.get(name);
  if (value === undefined) return undefined;
  if (typeof value === "string") return { location: value };
  const end = objectOf(value, `The member "${name}"`);
  onlyMembers(end, ["location", "kind"], `"${name}"`);
  const location = optionalString(end, "location");
  const kind = optionalString(end, "kind");
  if (location === undefined) throw invalid(`The member "${name}" has no "location".`);
  return { location, ...(kind === undefined ? {} : { kind }) };
}

/** Adds what JSON has as members and text as attributes; a member and an attribute that differ are refused. */
function addMember(attributes: Map<string, Value>, name: string, value: string | undefined): void {
  if (value !== undefined) addAttribute(attributes, `occi.core.${name}`, value);
}

function addEntityMembers(attributes: Map<string, Value>, object: JsonObject): void {
  for (const name of ["id", "title", "summary"]) addMember(attributes, name, optionalString(object, name));
}

function readLink(json: Json, counter: Counter): SentLink {
  counter.count("links");
  const object = objectOf(json, "A link");
  onlyMembers(object, COMMON, "a link");
  identifiers(object, "actions", counter);
  const attributes = readAttributes(object, counter);
  addEntityMembers(attributes, object);
  const source = endpoint(object, "source");
  addMember(attributes, "source", source?.location);
  const end = endpoint(object, "target");
  const target = end?.location ?? attributes.get("occi.core.target");
  if (typeof target !== "string" || target === "") throw invalid('A link has no "target".');
  addAttribute(attributes, "occi.core.target", target);
  attributes.delete("occi.core.target");
  const kind = optionalString(object, "kind");
  const category = [...(kind === undefined ? [] : [kind]), ...identifiers(object, "mixins", counter)];
  counter.count("categories", category.length);
  const named = words(optionalString(object, "rel") ?? "", counter);
  const rel = [...new Set([...(end?.kind === undefined ? [] : [end.kind]), ...named])];
  return { target, rel, category, attributes };
}

/**
 * Reads one entity. `rel`, of old clients, says nothing that the kind does not.
 * @throws OcciError INVALID_REQUEST, TOO_LARGE.
 */
export function readEntity(json: Json, counter: Counter): Representation {
  counter.count("entities");
  const object = objectOf(json, "A resource or link");
  onlyMembers(object, [...COMMON, "links"], "a resource or link");
  identifiers(object, "actions", counter);
  optionalString(object, "rel");
  const attributes = readAttributes(object, counter);
  addEntityMembers(attributes, object);
  for (const name of ["source", "target"] as const) {
    const end = endpoint(object, name);
    addMember(attributes, name, end?.location);
    addMember(attributes, `${name}.kind`, end?.kind);
  }
  const kind = optionalString(object, "kind");
  const mixins = identifiers(object, "mixins", counter);
  counter.count("categories", mixins.length + (kind === undefined ? 0 : 1));
  const categories = [
    ...(kind === undefined ? [] : [categoryOf(kind, "kind")]),
    ...mixins.map((id) => categoryOf(id, "mixin")),
  ];
  return { categories, attributes, links: list(object, "links").map((link) => readLink(link, counter)) };
}

/**
 * Reads `{"action": "...", "attributes": {...}}`.
 * @throws OcciError INVALID_REQUEST, TOO_LARGE.
 */
export function readInvocation(object: JsonObject, counter: Counter): Representation {
  onlyMembers(object, ["action", "attributes"], "an action invocation");
  const action = optionalString(object, "action") ?? "";
  return { categories: [categoryOf(action, "action")], attributes: readAttributes(object, counter), links: [] };
}
