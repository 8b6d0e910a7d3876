/** Members of JSON objects: there or not, of the right type, and no others. */
import { invalid, shown } from "../culprit.ts";
import type { Counter } from "../limits.ts";
import type { TypeId, Value } from "../model.ts";
import type { Json, JsonObject } from "./object.ts";
import { isObject } from "./read.ts";

/** @throws OcciError INVALID_REQUEST for any other member (GFD.225 allows no others). */
export function onlyMembers(object: JsonObject, allowed: readonly string[], what: string): void {
  for (const key of object.keys()) {
    if (!allowed.includes(key)) throw invalid(`The member ${shown(key)} is unknown in ${what}.`);
  }
}

/** @throws OcciError INVALID_REQUEST when it is not an object. */
export function objectOf(value: Json | undefined, what: string): JsonObject {
  if (isObject(value)) return value;
  throw invalid(`${what} must be a JSON object.`);
}

/** @throws OcciError INVALID_REQUEST when it is there and no string. */
export function optionalString(object: JsonObject, name: string): string | undefined {
  const value = object.get(name);
  if (value === undefined || typeof value === "string") return value;
  throw invalid(`The member ${shown(name)} must be a string.`);
}

/** @throws OcciError INVALID_REQUEST when it is there and no list; an absent one is empty. */
export function list(object: JsonObject, name: string): readonly Json[] {
  const value = object.get(name);
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw invalid(`The member ${shown(name)} must be a list.`);
}

/** @throws OcciError INVALID_REQUEST when it is there and not a list of strings, TOO_LARGE. */
export function identifiers(object: JsonObject, name: string, counter: Counter): readonly TypeId[] {
  return list(object, name).map((item) => {
    counter.count("type identifiers");
    if (typeof item === "string") return item;
    throw invalid(`The member ${shown(name)} must be a list of strings.`);
  });
}

/**
 * A value of an attribute, with plain objects; they have no prototype, so that every key is a key.
 * @throws OcciError TOO_LARGE when it is a list or object that holds too much.
 */
export function toValue(json: Json, counter: Counter): Value {
  const inner = (value: Json): Value => {
    counter.count("values within attributes");
    return toValue(value, counter);
  };
  if (Array.isArray(json)) return json.map(inner);
  if (!isObject(json)) return json as string | number | boolean;
  const object: Record<string, Value> = Object.create(null);
  for (const [name, value] of json) object[name] = inner(value);
  return object;
}
