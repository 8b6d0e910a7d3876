/** Writes the documents of answers: members in the order of the schema, those that are absent as null. */
import type { TObject, TSchema } from "@sinclair/typebox";

/** A value with the members of its schema alone: those that it lacks are null. */
type Complete = (value: unknown) => unknown;

/** The first schema of a union that is not null. */
function firstOf(schema: TSchema): TSchema {
  return (schema.anyOf as TSchema[]).find(({ type }) => type !== "null") ?? schema;
}

function plain(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

function listOf(items: Complete): Complete {
  return (value) => (Array.isArray(value) ? value.map((item) => items(item)) : plain(value));
}

function objectOf({ properties }: TObject): Complete {
  const members = Object.entries(properties).map(([name, schema]) => [name, completeBy(schema)] as const);
  return (value) => {
    if (value instanceof Date) return plain(value);
    const given = value as Readonly<Record<string, unknown>>;
    const written: Record<string, unknown> = {};
    for (const [name, complete] of members) written[name] = complete(given[name]);
    return written;
  };
}

function completeAs(schema: TSchema): Complete {
  if (Array.isArray(schema.anyOf)) return completeBy(firstOf(schema));
  if (schema.type === "array" && schema.items !== undefined) return listOf(completeBy(schema.items as TSchema));
  return schema.type === "object" && schema.properties !== undefined ? objectOf(schema as TObject) : plain;
}

/** The schema is looked at when there is the first value for it, and then no more. */
function completeBy(schema: TSchema): Complete {
  let complete: Complete | undefined;
  return (value) => {
    if (value === undefined || value === null) return null;
    complete ??= completeAs(schema);
    return complete(value);
  };
}

/** Writes documents of one schema. Times are written as Dates are: RFC 3339, in UTC. */
export function documentWriter(schema: TSchema): (value: unknown) => string {
  const complete = completeBy(schema);
  return (value) => JSON.stringify(complete(value));
}

/** The text of one document, as of `documentWriter`. */
export function writeDocument(schema: TSchema, value: unknown): string {
  return documentWriter(schema)(value);
}
