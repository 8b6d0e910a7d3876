/** Names of the renderings (GFD.229, GFD.225) and how Accept and Content-Type list them. */
import { Items } from "./text/split.ts";

/** The media types that this dialect reads and writes, in the order of preference among equals. */
export const OFFERED = [
  "text/plain",
  "text/occi",
  "application/occi+json",
  "application/json",
  "text/uri-list",
  // The same as text/plain, for those who name it.
  "text/occi+plain",
] as const;

export type Rendering = (typeof OFFERED)[number];

export function isRendering(type: string): type is Rendering {
  return (OFFERED as readonly string[]).includes(type);
}

export function isJson(rendering: Rendering): boolean {
  return rendering === "application/occi+json" || rendering === "application/json";
}

/** Types of a header, and parameters of a type, that are looked at: browsers send a dozen. */
const MOST = 64;

/** The first items: they stop where nobody writes a list any more. */
function firstItems(text: string, separator: "," | ";"): readonly string[] {
  const items = new Items(text, separator);
  const found: string[] = [];
  for (let item = items.next(); item !== undefined && found.length < MOST; item = items.next()) found.push(item);
  return found;
}

/** The media types of such a header, in lower case, with their parameters as sent. */
export function mediaTypes(
  header: string,
): readonly { readonly type: string; readonly parameters: readonly string[] }[] {
  return firstItems(header, ",").flatMap((item) => {
    const [type = "", ...parameters] = firstItems(item, ";");
    return type === "" ? [] : [{ type: type.toLowerCase(), parameters }];
  });
}

/**
 * The first type of a Content-Type that is a rendering of ours. rOCCI's client sends a list, `text/plain,text/occi`;
 * what it means is the first. Parameters are ignored.
 */
export function contentRendering(contentType: string | null): Rendering | undefined {
  return mediaTypes(contentType ?? "")
    .map(({ type }) => type)
    .find(isRendering);
}
