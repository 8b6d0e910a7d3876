/** Documents of the JSON API as text: their own form in JSON and YAML, and tables for people. */
import { OcciError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { jsonText } from "./json.ts";
import { type Cell, type TableColumn, table } from "./table.ts";
import { coloured, harmless } from "./terminal-text.ts";
import { yamlText } from "./yaml.ts";

export type DataFormat = "table" | "wide" | "json" | "yaml" | "id";

/**
 * The form for what does not have an XML form: JSON where xml is only the default.
 * @param what it is, in the plural, for the message. @throws OcciError USAGE where the user chose -o xml.
 */
export function dataFormat({ format, formatChosen }: Context, what: string): DataFormat {
  if (format !== "xml") return format;
  if (!formatChosen) return "json";
  throw new OcciError("USAGE", `${what} do not have an XML form.`, {
    hint: "Use -o table, wide, json, yaml or id.",
  });
}

/** In JSON or YAML. */
export function dataText(data: unknown, format: "json" | "yaml"): string {
  return format === "json" ? jsonText(data) : yamlText(data);
}

export interface DataColumn<T> extends TableColumn {
  readonly only?: "wide";
  text(row: T): string;
}

/** Lines of a table; none without rows. */
export function dataTable<T>(
  columns: readonly DataColumn<T>[],
  rows: readonly T[],
  format: DataFormat,
  { screen }: Context,
): string[] {
  if (rows.length === 0) return [];
  const shown = columns.filter(({ only }) => only === undefined || format === "wide");
  const cells = rows.map((row) => shown.map((column): Cell => ({ text: harmless(column.text(row)) })));
  return table(shown, cells, { width: format === "wide" ? undefined : screen.width, colour: screen.colour });
}

/** A line for each field that there is: `NAME  web`. */
export function fieldLines(fields: readonly (readonly [string, string])[], { screen }: Context): string[] {
  const there = fields.filter(([, value]) => value !== "");
  const width = Math.max(...there.map(([name]) => name.length));
  return there.map(([name, value]) => `${coloured(name.padEnd(width), "bold", screen.colour)}  ${harmless(value)}`);
}

/** The title of a part that follows. */
export function heading(text: string, { screen }: Context): string[] {
  return ["", coloured(text, "bold", screen.colour)];
}
