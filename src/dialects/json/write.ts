/** Writes the documents of answers: members in the order of the schema, those that are absent as null. */
import type { TObject, TSchema } from "@sinclair/typebox";

/** A value with what its schema has and it has not as null; what the schema does not have is left out. */
function complete(schema: TSchema, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (schema.type === "array" && Array.isArray(value)) {
    return value.map((item) => complete(schema.items as TSchema, item));
  }
  if (Array.isArray(schema.anyOf)) return complete(firstOf(schema), value);
  if (schema.type !== "object" || schema.properties === undefined) return value;
  const members = value as Readonly<Record<string, unknown>>;
  const written: Record<string, unknown> = {};
  const { properties } = schema as TObject;
  for (const name in properties) {
    const member = properties[name];
    if (member !== undefined) written[name] = complete(member, members[name]);
  }
  return written;
}

/** Of what may be null the other; of words any. */
function firstOf(schema: TSchema): TSchema {
  return (schema.anyOf as TSchema[]).find(({ type }) => type !== "null") ?? schema;
}

/** The text of a document. Times are written as Dates are: RFC 3339, in UTC. */
export function writeDocument(schema: TSchema, value: unknown): string {
  return JSON.stringify(complete(schema, value));
}
