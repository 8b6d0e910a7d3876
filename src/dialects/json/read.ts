/** Reads the documents of requests: JSON that a schema describes. All faults are reported at once, each with its place. */
import "./formats.ts";
import type { Static, TSchema } from "@sinclair/typebox";
import { Value, type ValueError, ValueErrorType } from "@sinclair/typebox/value";
import { type Fault, invalid, MOST_FAULTS, OcciError } from "../../errors.ts";
import { duplicatesIn } from "./duplicates.ts";

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OcciError("INVALID_REQUEST", "The body is not JSON.", {
      hint: "Send a JSON object with Content-Type: application/json.",
      cause,
    });
  }
}

/** The members and indices of a JSON pointer (RFC 6901). */
function placeOf(pointer: string): (string | number)[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The name of the member as a sentence begins with it. */
function named(at: readonly (string | number)[]): string {
  return at.length === 0 ? "The document" : at.join(".").slice(0, 200);
}

function sentence(error: ValueError, at: readonly (string | number)[]): string {
  const { schema, type } = error;
  const name = named(at);
  switch (type) {
    case ValueErrorType.ObjectAdditionalProperties:
      return `${name} is not a member of this request.`;
    case ValueErrorType.ObjectRequiredProperty:
      return `${name} is missing.`;
    case ValueErrorType.StringMaxLength:
      return `${name} must have at most ${schema.maxLength} characters.`;
    case ValueErrorType.StringMinLength:
      return schema.minLength === 1
        ? `${name} must not be empty.`
        : `${name} must have at least ${schema.minLength} characters.`;
    case ValueErrorType.ArrayMaxItems:
      return `${name} must have at most ${schema.maxItems} items.`;
    case ValueErrorType.IntegerMinimum:
    case ValueErrorType.NumberMinimum:
      return `${name} must be ${schema.minimum} or more.`;
    case ValueErrorType.StringPattern:
      return `${name} must be ${formOf(schema)}.`;
    case ValueErrorType.NumberExclusiveMinimum:
      return `${name} must be more than ${schema.exclusiveMinimum}.`;
    case ValueErrorType.IntegerMaximum:
    case ValueErrorType.NumberMaximum:
      return `${name} must be ${schema.maximum} or less.`;
    default:
      return `${name} must be ${kindOf(schema)}.`;
  }
}

/** The form of a text with a pattern, in words: schemas with a pattern have it in `form`. */
function formOf(schema: TSchema): string {
  return typeof schema.form === "string" ? schema.form : kindOf(schema);
}

/** The type of a schema, in words. */
function kindOf(schema: TSchema): string {
  if (Array.isArray(schema.anyOf)) {
    const kinds = new Set((schema.anyOf as TSchema[]).map(kindOf));
    return [...kinds].join(" or ");
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.format === "date-time") return "a time such as 2026-12-24T18:00:00Z";
  const names: Readonly<Record<string, string>> = {
    integer: "a whole number",
    number: "a number",
    string: "a text",
    boolean: "true or false",
    array: "a list",
    object: "an object",
    null: "null",
  };
  return names[String(schema.type)] ?? "something else";
}

/** The faults of a value, one for each place. */
export function faultsIn(schema: TSchema, value: unknown): Fault[] {
  const faults = new Map<string, Fault>();
  for (const error of Value.Errors(schema, value)) {
    // Further faults of the same place follow from the first.
    if (faults.has(error.path)) continue;
    const at = placeOf(error.path);
    faults.set(error.path, { at, message: sentence(error, at) });
    if (faults.size === MOST_FAULTS) break;
  }
  return [...faults.values()];
}

/**
 * The document of a request.
 * @param text of the body; blank is an empty object.
 * @throws OcciError INVALID_REQUEST with all faults: what is not JSON, a member that is unknown, missing or of another type.
 */
export function readDocument<T extends TSchema>(schema: T, text: string): Static<T> {
  const value = text.trim() === "" ? {} : parse(text);
  const faults = [...duplicatesIn(text), ...faultsIn(schema, value)];
  if (faults.length > 0) throw invalid(faults, membersHint(schema));
  return value as Static<T>;
}

function membersHint(schema: TSchema): string | undefined {
  const names = Object.keys((schema.properties as Record<string, unknown> | undefined) ?? {});
  return names.length === 0 ? undefined : `Members of the document: ${names.join(", ")}.`;
}
