/** A list as text. */
import { type Context, listPath, readList, xmlText } from "./context.ts";
import { render } from "./format/render.ts";
import type { Kind } from "./kinds.ts";

export interface ListText {
  readonly text: string;
  /** Undefined where nobody counted. */
  readonly count?: number;
}

/**
 * Tables, JSON and YAML ask for everything about each; XML and ids only when that is wanted (old scripts expect the short
 * list).
 */
export async function showList(context: Context, kind: Kind, verbose: boolean): Promise<ListText> {
  const { format, screen, session } = context;
  if (format === "xml") return { text: xmlText(await session.request("GET", listPath(kind, verbose))) };
  const resources = await readList(context, kind, verbose || format !== "id");
  const text = render({ kind, resources, single: false }, format, screen);
  return { text, count: resources.length };
}
