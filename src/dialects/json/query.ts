/** Reads the parameters of a query by the schema of the operation. */
import type { TObject, TSchema } from "@sinclair/typebox";
import { type Fault, invalid } from "../../errors.ts";
import { faultsIn } from "./read.ts";

/** Converts a text to the type of its schema. A text that cannot be converted stays one, and is a fault then. */
function converted(schema: TSchema, text: string): unknown {
  if (schema.type === "integer" && /^-?\d{1,15}$/.test(text)) return Number(text);
  // A parameter without a value is true.
  if (schema.type === "boolean" && /^(?:true|false|)$/.test(text)) return text !== "false";
  return text;
}

/**
 * The parameters of a request by their names.
 * @param schema undefined for an operation without parameters.
 * @throws OcciError INVALID_REQUEST with all faults: one that is unknown, comes twice, or is of another type.
 */
export function readQuery(schema: TObject | undefined, parameters: URLSearchParams): Readonly<Record<string, unknown>> {
  const properties: Readonly<Record<string, TSchema>> = schema?.properties ?? {};
  const names = [...new Set(parameters.keys())];
  const faults: Fault[] = names
    .filter((name) => parameters.getAll(name).length > 1)
    .map((name) => ({ at: [name], message: `The parameter ${name.slice(0, 64)} appears more than once.` }));
  const unknown = names.filter((name) => !Object.hasOwn(properties, name));
  faults.push(
    ...unknown.map((name) => ({
      at: [name],
      message: `The request has an unknown parameter ${name.slice(0, 64)}.`,
    })),
  );
  const values: Record<string, unknown> = {};
  for (const name of names) {
    const member = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (member !== undefined) values[name] = converted(member, parameters.get(name) ?? "");
  }
  if (schema !== undefined) faults.push(...faultsIn(schema, values));
  if (faults.length === 0) return values;
  const known = Object.keys(properties);
  throw invalid(faults, known.length === 0 ? "It has no parameters." : `Parameters: ${known.join(", ")}.`);
}
