/**
 * Answers in every rendering. `base` is `https://host` without a slash at its end; `prefix` is the path in it, "" for
 * none.
 */
import { isJson, type Rendering } from "../media-type.ts";
import type { AnyCategory, AnyEntity } from "../model.ts";
import type { Registry } from "../registry.ts";
import { CategoryWriter } from "./categories.ts";
import { asLines, inHeaders, OK } from "./headers.ts";
import { entityObject } from "./json.ts";
import { absolute, inBody, type Rendered, refuseUriList, uri } from "./rendered.ts";
import { entityLines, HEADER, type Line, PLAIN, type TitleStyle } from "./text.ts";

export { CategoryWriter } from "./categories.ts";
export { type Rendered, refuseUriList } from "./rendered.ts";

function inText(rendering: Rendering, lines: (style: TitleStyle) => readonly Line[]): Rendered {
  return rendering === "text/occi" ? inHeaders(lines(HEADER)) : inBody(rendering, asLines(lines(PLAIN)));
}

/**
 * An entity with all that it has. Locations in it are paths, as clients want them that put their endpoint in front.
 * @throws OcciError INVALID_REQUEST for text/uri-list, NOT_ACCEPTABLE when it is too long for text/occi.
 */
export function renderEntity(rendering: Rendering, entity: AnyEntity, registry: Registry, prefix = ""): Rendered {
  refuseUriList(rendering);
  if (isJson(rendering)) return inBody(rendering, JSON.stringify(entityObject(entity, prefix)));
  return inText(rendering, (style) => entityLines(entity, registry, style, prefix));
}

/**
 * Where entities are, as absolute URIs: the answer to a creation.
 * @param locations paths.
 * @throws OcciError NOT_ACCEPTABLE when they are too long for text/occi.
 */
export function renderLocations(rendering: Rendering, locations: readonly string[], base: string): Rendered {
  const uris = locations.map((location) => absolute(uri(location), base));
  if (isJson(rendering)) return inBody(rendering, JSON.stringify(uris));
  if (rendering === "text/uri-list") return inBody(rendering, uris.map((line) => `${line}\n`).join(""));
  return inText(rendering, () => uris.map((location) => ["X-OCCI-Location", location] as const));
}

/**
 * Categories in full: discovery, and what `save` made. Kinds show the attributes of their parents too.
 * @throws OcciError INVALID_REQUEST for text/uri-list, NOT_ACCEPTABLE when they are too long for text/occi.
 */
export function renderCategories(rendering: Rendering, categories: readonly AnyCategory[], prefix = ""): Rendered {
  const writer = new CategoryWriter(rendering, categories, prefix);
  const piece = writer.add(categories);
  const { pieces, headers } = writer.end();
  return { contentType: rendering, headers, body: piece + pieces.join("") };
}

/**
 * The answer when there is nothing to say. It has the type that was requested (pOCCI checks that), so that of
 * text/uri-list is empty: `OK` is no URI.
 */
export function renderOk(rendering: Rendering): Rendered {
  if (isJson(rendering)) return inBody(rendering, "{}");
  return inBody(rendering, rendering === "text/uri-list" ? "" : OK);
}
