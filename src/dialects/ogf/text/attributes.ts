/** Attributes as they are gathered from a request, whatever its rendering. */
import { invalid, shown } from "../culprit.ts";
import { LONGEST_NAME, tooLongName } from "../limits.ts";
import type { Value } from "../model.ts";

/** Whether two values are the same; lists and objects by what they hold. */
export function sameValue(left: Value, right: Value): boolean {
  if (typeof left !== "object" || typeof right !== "object") return left === right;
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item: Value, at) => sameValue(item, right[at]));
  }
  const wanted = Object.entries(left as Readonly<Record<string, Value>>);
  const present = new Map(Object.entries(right as Readonly<Record<string, Value>>));
  return (
    wanted.length === present.size &&
    wanted.every(([name, value]) => {
      const other = present.get(name);
      return other !== undefined && sameValue(value, other);
    })
  );
}

/**
 * Adds an attribute; the same a second time is no harm.
 * @throws OcciError INVALID_REQUEST when its name is too long, or it has another value already.
 */
export function addAttribute(attributes: Map<string, Value>, name: string, value: Value): void {
  if (name.length > LONGEST_NAME) throw tooLongName(name);
  const present = attributes.get(name);
  if (present !== undefined && !sameValue(present, value)) {
    throw invalid(`The request has two values for ${shown(name)}.`);
  }
  attributes.set(name, value);
}
