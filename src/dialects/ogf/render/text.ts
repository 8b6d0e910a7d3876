/** Entities in text (GFD.229, 5): lines of text/plain and header items of text/occi are the same values. */
import {
  type AnyEntity,
  type Attributes,
  isLink,
  type Link,
  splitTypeId,
  type TypeId,
  termOf,
  type Value,
} from "../model.ts";
import type { Registry } from "../registry.ts";
import { RESOURCE } from "../standard/ids.ts";
import { formatValue, printable, quoted } from "../text/value.ts";
import { placed } from "./rendered.ts";

/** The names of lines and headers, as they are written. */
export type LineName = "Category" | "Link" | "X-OCCI-Attribute" | "X-OCCI-Location";

/** A name and a value. */
export type Line = readonly [LineName, string];

/** Characters that readers take for ends of titles though they stand in quotes: pOCCI and rOCCI do not look at quotes. */
export interface TitleStyle {
  readonly title: (title: string) => string;
}

export const PLAIN: TitleStyle = { title: (title) => title.replaceAll(";", ",") };
/** In one header with others a comma is used as an end too. */
export const HEADER: TitleStyle = { title: (title) => title.replace(/[;,]/g, " ") };

/** `term; scheme="..."; class="..."` and the title where it has one. */
export function categoryHead(
  category: { scheme: string; term: string; class: string; title?: string },
  style: TitleStyle,
): string {
  const { scheme, term, title } = category;
  const head = `${term}; scheme=${quoted(scheme)}; class=${quoted(category.class)}`;
  return title === undefined ? head : `${head}; title=${quoted(style.title(title))}`;
}

function entityCategory(id: TypeId, className: string, registry: Registry, style: TitleStyle): string {
  const title = registry.find(id)?.title;
  return categoryHead({ ...splitTypeId(id), class: className, ...(title === undefined ? {} : { title }) }, style);
}

/**
 * `state.message` before `state`: rOCCI's client nests attributes by their names, and a message that comes after its
 * state takes its place.
 */
function ordered(attributes: Attributes): Iterable<readonly [string, Value]> {
  let messages = false;
  for (const name of attributes.keys()) messages ||= name.endsWith(".state.message");
  if (!messages) return attributes;
  const sorted = new Map<string, Value>();
  for (const [name, value] of attributes) {
    const message = name.endsWith(".state") ? attributes.get(`${name}.message`) : undefined;
    if (message !== undefined) sorted.set(`${name}.message`, message);
    sorted.set(name, value);
  }
  return sorted;
}

/** These may be sent in Base64; so they are shown where they have lines, which a line of text cannot hold. */
const IN_BASE64: ReadonlySet<string> = new Set(["occi.compute.userdata"]);

function carried(name: string, value: Value): Value {
  if (typeof value !== "string" || !IN_BASE64.has(name) || printable(value) === value) return value;
  return Buffer.from(value, "utf8").toString("base64");
}

function pushAttributes(into: string[], attributes: Iterable<readonly [string, Value | undefined]>): void {
  for (const [name, value] of attributes) {
    const text = value === undefined ? undefined : formatValue(carried(name, value));
    if (text !== undefined) into.push(`${name}=${text}`);
  }
}

function linkValue(link: Link, prefix: string): string {
  const [source, target] = [link.source, link.target].map(({ location }) => placed(location, prefix));
  const parts = [
    `<${target}>`,
    `rel=${quoted(link.target.kind ?? RESOURCE)}`,
    `self=${quoted(placed(link.location, prefix))}`,
    `category=${quoted([link.kind, ...link.mixins].join(" "))}`,
  ];
  // With the id always: rOCCI's client cannot read attributes of a link without one of occi.core.
  pushAttributes(parts, [
    ["occi.core.id", link.id],
    ["occi.core.title", link.title],
    ["occi.core.source", source],
    ["occi.core.target", target],
  ]);
  pushAttributes(parts, ordered(link.attributes));
  return parts.join("; ");
}

function actionLink(location: string, action: TypeId, prefix: string): string {
  return `<${placed(location, prefix)}?action=${termOf(action)}>; rel=${quoted(action)}`;
}

function attributesOf(entity: AnyEntity, prefix: string): string[] {
  const parts: string[] = [];
  pushAttributes(parts, [
    ["occi.core.id", entity.id],
    ["occi.core.title", entity.title],
    ["occi.core.summary", isLink(entity) ? undefined : entity.summary],
    ["occi.core.source", isLink(entity) ? placed(entity.source.location, prefix) : undefined],
    ["occi.core.target", isLink(entity) ? placed(entity.target.location, prefix) : undefined],
  ]);
  pushAttributes(parts, ordered(entity.attributes));
  return parts;
}

/** The lines of an entity in the grammar's order: categories, links, attributes. Kinds of a link's ends have no place. */
export function entityLines(entity: AnyEntity, registry: Registry, style: TitleStyle, prefix: string): readonly Line[] {
  const lines: Line[] = [["Category", entityCategory(entity.kind, "kind", registry, style)]];
  for (const mixin of entity.mixins) lines.push(["Category", entityCategory(mixin, "mixin", registry, style)]);
  if (!isLink(entity)) for (const link of entity.links) lines.push(["Link", linkValue(link, prefix)]);
  for (const action of entity.actions) lines.push(["Link", actionLink(entity.location, action, prefix)]);
  for (const attribute of attributesOf(entity, prefix)) lines.push(["X-OCCI-Attribute", attribute]);
  return lines;
}
