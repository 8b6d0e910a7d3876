/** Parts of the schemas of all resources. */
import { type TLiteral, type TSchema, Type } from "@sinclair/typebox";

/** In an answer: the value, or null. */
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const words = <const T extends readonly string[]>(values: T) =>
  Type.Union(values.map((value) => Type.Literal(value)) as TLiteral<T[number]>[]);

export const id = (what: string) => Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: `Id of ${what}.` });
export const mebibytes = (what: string) => Type.Integer({ minimum: 0, description: `${what}, in MiB.` });
export const time = (what: string) => Type.String({ format: "date-time", description: `${what}, in UTC (RFC 3339).` });
export const text = (description: string) => Type.String({ description });
/** `additionalProperties: false` makes an unknown member of a request a fault. */
export const object = <T extends Record<string, TSchema>>($id: string, properties: T, description: string) =>
  Type.Object(properties, { $id, additionalProperties: false, description });

export const Description = Type.String({ maxLength: 4096 });
export const ObjectName = Type.String({ minLength: 1, maxLength: 128 });

export const Reference = object(
  "Reference",
  { id: Type.Integer({ minimum: 0 }), name: Type.String() },
  "An object of OpenNebula, by id and name.",
);

/** A page of a list. */
export const listOf = <T extends TSchema>(schema: T, $id: string) =>
  object(
    $id,
    {
      items: Type.Array(schema),
      next: nullable(text("Path of the next page.")),
    },
    "A page of a list, newest first.",
  );
