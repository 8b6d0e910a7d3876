/** Categories in full, as discovery shows them (GFD.229, 5.2 and 5.5; GFD.225, 3.4 to 3.7). */
import { type AnyCategory, type AttributeDefinition, type TypeId, typeId } from "../model.ts";
import { Registry } from "../registry.ts";
import { STANDARD } from "../standard/index.ts";
import { quoted } from "../text/value.ts";
import { absolute, placed } from "./rendered.ts";
import { categoryHead, type Line, type TitleStyle } from "./text.ts";

const SCHEMA = "http://json-schema.org/draft-04/schema#";

/**
 * `state.message` before `state`, as in entities: rOCCI's client nests definitions by their names too, and what comes
 * later takes the place of what it begins with.
 */
function longerFirst(definitions: readonly AttributeDefinition[]): readonly AttributeDefinition[] {
  const sorted = new Set<AttributeDefinition>();
  for (const definition of definitions) {
    for (const other of definitions) if (other.name.startsWith(`${definition.name}.`)) sorted.add(other);
    sorted.add(definition);
  }
  return [...sorted];
}

/**
 * The attributes of a category, a kind's inherited ones first: readers of discovery take what stands there for all. Parents
 * that are not among the shown are looked for in the standard, as those of all kinds are in the end.
 */
function attributesOf(category: AnyCategory, shown: Registry): readonly AttributeDefinition[] {
  if (category.class !== "kind") return longerFirst(category.attributes);
  return longerFirst([...shown.definitions(typeId(category), []).values()]);
}

function withStandard(categories: readonly AnyCategory[]): Registry {
  return new Registry([...categories, ...STANDARD]);
}

function describe({ name, mutable, required }: AttributeDefinition): string {
  const properties = [...(mutable ? [] : ["immutable"]), ...(required ? ["required"] : [])];
  return properties.length === 0 ? name : `${name}{${properties.join(" ")}}`;
}

/** What `rel` is: a kind's parent, the first that a mixin depends on; `applies` has no place in text. */
function relOf(category: AnyCategory): TypeId | undefined {
  if (category.class === "kind") return category.parent;
  return category.class === "mixin" ? category.depends[0] : undefined;
}

function categoryValue(category: AnyCategory, shown: Registry, style: TitleStyle, prefix: string): string {
  const parts = [categoryHead(category, style)];
  const rel = relOf(category);
  if (rel !== undefined) parts.push(`rel=${quoted(rel)}`);
  if (category.class !== "action" && category.location !== undefined) {
    parts.push(`location=${quoted(placed(category.location, prefix))}`);
  }
  const attributes = attributesOf(category, shown);
  if (attributes.length > 0) parts.push(`attributes=${quoted(attributes.map(describe).join(" "))}`);
  if (category.class !== "action" && category.actions.length > 0) {
    parts.push(`actions=${quoted(category.actions.join(" "))}`);
  }
  return parts.join("; ");
}

/** A Category line for each. */
export function categoryLines(categories: readonly AnyCategory[], style: TitleStyle, prefix: string): readonly Line[] {
  const shown = withStandard(categories);
  return categories.map((category) => ["Category", categoryValue(category, shown, style, prefix)] as const);
}

type Plain = Record<string, unknown>;

/** The JSON Schema that says what `type` cannot; undefined where there is nothing more to say. */
function pattern({ type, values, minimum, maximum }: AttributeDefinition): Plain | undefined {
  if (type !== "integer" && values === undefined && minimum === undefined && maximum === undefined) return undefined;
  return {
    $schema: SCHEMA,
    type,
    ...(values === undefined ? {} : { enum: values }),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  };
}

/** An attribute's description; `mutable` and `required` are false by default here. */
function description(definition: AttributeDefinition): Plain {
  const schema = pattern(definition);
  return {
    ...(definition.mutable ? { mutable: true } : {}),
    ...(definition.required ? { required: true } : {}),
    type: definition.type === "integer" ? "number" : definition.type,
    ...(schema === undefined ? {} : { pattern: schema }),
    ...(definition.default === undefined ? {} : { default: definition.default }),
    ...(definition.description === undefined ? {} : { description: definition.description }),
  };
}

function categoryObject(category: AnyCategory, shown: Registry, prefix: string): Plain {
  const object: Plain = { term: category.term, scheme: category.scheme };
  if (category.title !== undefined) object.title = category.title;
  if (category.class === "kind" && category.parent !== undefined) object.parent = category.parent;
  if (category.class === "mixin" && category.depends.length > 0) object.depends = category.depends;
  if (category.class === "mixin" && category.applies.length > 0) object.applies = category.applies;
  if (category.class !== "action" && category.location !== undefined) {
    object.location = absolute(category.location, prefix);
  }
  const attributes = attributesOf(category, shown);
  if (attributes.length > 0) {
    const described: Plain = Object.create(null);
    for (const definition of attributes) described[definition.name] = description(definition);
    object.attributes = described;
  }
  if (category.class !== "action" && category.actions.length > 0) object.actions = category.actions;
  return object;
}

/** One object with a list for each class that there is; all three, empty, where there is nothing. */
export function categoriesJson(categories: readonly AnyCategory[], prefix: string): string {
  const shown = withStandard(categories);
  const lists = { kinds: [] as Plain[], mixins: [] as Plain[], actions: [] as Plain[] };
  for (const category of categories) lists[`${category.class}s`].push(categoryObject(category, shown, prefix));
  const filled = Object.entries(lists).filter(([, list]) => list.length > 0);
  return JSON.stringify(filled.length === 0 ? lists : Object.fromEntries(filled));
}
