/** Resources as text, in each of the formats but XML, which stays the server's. */
import type { Format } from "../formats.ts";
import type { Kind } from "../kinds.ts";
import type { Resource } from "../resource.ts";
import { COLUMNS } from "./columns.ts";
import { details } from "./details.ts";
import { jsonText } from "./json.ts";
import { table } from "./table.ts";
import { harmless } from "./terminal-text.ts";
import { yamlText } from "./yaml.ts";

export interface Shown {
  readonly kind: Kind;
  readonly resources: readonly Resource[];
  /** One resource in full, not a list. */
  readonly single: boolean;
}

export interface Screen {
  readonly width: number;
  readonly colour: boolean;
}

/** @returns the text with a line break at its end; "" when there is nothing to be shown. */
export function render({ kind, resources, single }: Shown, format: Exclude<Format, "xml">, screen: Screen): string {
  const data = single ? resources[0] : resources;
  switch (format) {
    case "json":
      return jsonText(data);
    case "yaml":
      return yamlText(data);
    case "id":
      return resources.map(({ id }) => `${harmless(String(id))}\n`).join("");
    case "table":
    case "wide":
      return asTable(kind, resources, single, format === "wide", screen);
  }
}

function asTable(kind: Kind, resources: readonly Resource[], single: boolean, wide: boolean, screen: Screen): string {
  if (resources.length === 0) return "";
  const [only] = resources;
  const width = wide ? undefined : screen.width;
  const { colour } = screen;
  if (single && only !== undefined) return `${details(kind, only, { width, colour }).join("\n")}\n`;
  const columns = COLUMNS[kind].filter((column) => column.only !== (wide ? "table" : "wide"));
  const rows = resources.map((resource) =>
    columns.map((column) => {
      const text = column.text(resource);
      return { text, colour: column.colour?.(text) };
    }),
  );
  return `${table(columns, rows, { width, colour }).join("\n")}\n`;
}
