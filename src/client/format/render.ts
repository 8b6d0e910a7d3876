/** Resources as text, in each of the formats. */
import type { XmlElement } from "../../xml/element.ts";
import type { Format } from "../formats.ts";
import type { Kind } from "../kinds.ts";
import type { Resource } from "../resource.ts";
import { COLUMNS } from "./columns.ts";
import { details } from "./details.ts";
import { table } from "./table.ts";
import { indentedXml } from "./xml.ts";

export interface Shown {
  readonly kind: Kind;
  readonly resources: readonly Resource[];
  /** As the server sent them, for `xml`. */
  readonly documents: readonly XmlElement[];
  /** One resource in full, not a list. */
  readonly single: boolean;
}

export interface Screen {
  readonly width: number;
  readonly colour: boolean;
}

/** @returns the text with a line break at its end; "" when there is nothing to be shown. */
export function render({ kind, resources, documents, single }: Shown, format: Format, screen: Screen): string {
  const data = single ? resources[0] : resources;
  switch (format) {
    case "xml":
      return documents.map(indentedXml).join("");
    case "json":
      return `${JSON.stringify(data, null, 2)}\n`;
    case "yaml":
      return `${Bun.YAML.stringify(data, null, 2)}\n`;
    case "id":
      return resources.map(({ id }) => `${id}\n`).join("");
    case "table":
    case "wide":
      return asTable(kind, resources, single, format === "wide", screen);
  }
}

function asTable(kind: Kind, resources: readonly Resource[], single: boolean, wide: boolean, screen: Screen): string {
  if (resources.length === 0) return "";
  const [only] = resources;
  if (single && only !== undefined) return `${details(kind, only, screen.colour).join("\n")}\n`;
  const columns = COLUMNS[kind].filter((column) => wide || !column.wide);
  const rows = resources.map((resource) =>
    columns.map((column) => {
      const text = column.text(resource);
      return { text, colour: column.colour?.(text) };
    }),
  );
  const headed = columns.map(({ title, right }) => ({
    title,
    right: right === true,
    cuttable: title === "NAME" || title === "IP" || title === "TYPE",
  }));
  return `${table(headed, rows, { width: wide ? undefined : screen.width, colour: screen.colour }).join("\n")}\n`;
}
