/** Whether a value is what its attribute's definition says, and its right type where text cannot tell it. */
import { invalid, shown } from "../culprit.ts";
import { toValue } from "../json/members.ts";
import { readJson } from "../json/read.ts";
import { Counter } from "../limits.ts";
import type { AttributeDefinition, Value } from "../model.ts";
import { numberOf } from "../text/value.ts";

const NAMES: Record<AttributeDefinition["type"], string> = {
  string: "a string",
  integer: "an integer",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
};

function wrongType({ name, type }: AttributeDefinition): Error {
  return invalid(`The attribute ${shown(name)} must be ${NAMES[type]}.`);
}

function toNumber(definition: AttributeDefinition, value: Value): number {
  const number = typeof value === "string" ? numberOf(value.trim()) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) throw wrongType(definition);
  if (definition.type === "integer" && !Number.isSafeInteger(number)) throw wrongType(definition);
  const { name, minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = definition;
  if (number < minimum) throw invalid(`The attribute ${shown(name)} is ${number}, below its minimum of ${minimum}.`);
  if (number > maximum) throw invalid(`The attribute ${shown(name)} is ${number}, above its maximum of ${maximum}.`);
  return number;
}

function toText(definition: AttributeDefinition, value: Value): string {
  if (typeof value === "object") throw wrongType(definition);
  const text = String(value);
  const { name, values } = definition;
  if (values !== undefined && !values.includes(text)) {
    throw invalid(`${shown(text)} is not a value of ${shown(name)}.`, `Its values are ${values.join(", ")}.`);
  }
  return text;
}

function toBoolean(definition: AttributeDefinition, value: Value): boolean {
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw wrongType(definition);
}

function structureOf(text: string): Value {
  const counter = new Counter();
  return toValue(readJson(text, counter), counter);
}

/** A list or object; in text it is JSON in quotes, as there it has no form of its own. */
function toStructure(definition: AttributeDefinition, value: Value): Value {
  const structure = typeof value === "string" ? structureOf(value) : value;
  if (typeof structure !== "object" || Array.isArray(structure) !== (definition.type === "array")) {
    throw wrongType(definition);
  }
  return structure;
}

/**
 * The value in the type of its definition. Text does not tell `2` from `"2"` for sure, so a string that is a number is one
 * where a number is wanted, and the reverse (1.1's clients).
 * @throws OcciError INVALID_REQUEST for another type, out of range, or none of the values.
 */
export function checkValue(definition: AttributeDefinition, value: Value): Value {
  switch (definition.type) {
    case "string":
      return toText(definition, value);
    case "boolean":
      return toBoolean(definition, value);
    case "object":
    case "array":
      return toStructure(definition, value);
    default:
      return toNumber(definition, value);
  }
}

/**
 * All attributes in their types.
 * @param of whose they are, for the message.
 * @throws OcciError INVALID_REQUEST also for one without a definition.
 */
export function checkAttributes(
  definitions: ReadonlyMap<string, AttributeDefinition>,
  attributes: Iterable<readonly [string, Value]>,
  of: string,
): Map<string, Value> {
  const checked = new Map<string, Value>();
  for (const [name, value] of attributes) {
    const definition = definitions.get(name);
    if (definition === undefined) {
      throw invalid(
        `The attribute ${shown(name)} is not defined for ${of}.`,
        "A mixin that defines it might be missing.",
      );
    }
    checked.set(name, checkValue(definition, value));
  }
  return checked;
}

/**
 * An attribute with a default need not be sent.
 * @throws OcciError INVALID_REQUEST naming the first that a creation must have and this one has not.
 */
export function checkRequired(
  definitions: ReadonlyMap<string, AttributeDefinition>,
  attributes: ReadonlyMap<string, Value>,
): void {
  for (const { name, required, default: initial } of definitions.values()) {
    if (required && initial === undefined && !attributes.has(name))
      throw invalid(`The attribute ${shown(name)} is missing.`);
  }
}
