/** Categories in full, as discovery shows them (GFD.229, 5.2 and 5.5; GFD.225, 3.4 to 3.7). */
import { isJson, type Rendering } from "../media-type.ts";
import { type AnyCategory, type AttributeDefinition, type TypeId, typeId } from "../model.ts";
import { Registry } from "../registry.ts";
import { STANDARD } from "../standard/index.ts";
import { quoted } from "../text/value.ts";
import { HeaderGatherer, OK } from "./headers.ts";
import { absolute, placed, type Rendered, refuseUriList } from "./rendered.ts";
import { categoryHead, HEADER, PLAIN, type TitleStyle } from "./text.ts";

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
 * The attributes of a category, a kind's inherited ones first: readers of discovery take what stands there for all.
 * Parents that are not among the shown are looked for in the standard, as those of all kinds are in the end.
 */
function attributesOf(category: AnyCategory, shown: Registry): readonly AttributeDefinition[] {
  if (category.class !== "kind") return longerFirst(category.attributes);
  return longerFirst([...shown.definitions(typeId(category), []).values()]);
}

function describe({ name, mutable, required }: AttributeDefinition): string {
  const properties = [...(mutable ? [] : ["immutable"]), ...(required ? ["required"] : [])];
  return properties.length === 0 ? name : `${name}{${properties.join(" ")}}`;
}

/** The value of `rel`: a kind's parent, the first that a mixin depends on; `applies` has no place in text. */
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

const LISTS = ["kinds", "mixins", "actions"] as const;

/**
 * Writes categories, batch by batch, so that many hold nobody up: a cloud may have tens of thousands of templates. Text
 * is a Category line for each; JSON one object with a list for each class that there is, all three, empty, where there
 * is nothing.
 */
export class CategoryWriter {
  readonly #rendering: Rendering;
  readonly #prefix: string;
  /** Where the parents of kinds are found. */
  readonly #shown: Registry;
  readonly #headers = new HeaderGatherer();
  #lines = 0;
  readonly #lists = { kinds: [] as string[], mixins: [] as string[], actions: [] as string[] };

  /**
   * @param kinds that are shown: theirs are the attributes that others inherit.
   * @param prefix the path in the server's address, "" for none.
   * @throws OcciError INVALID_REQUEST for text/uri-list.
   */
  constructor(rendering: Rendering, kinds: readonly AnyCategory[], prefix: string) {
    refuseUriList(rendering);
    this.#rendering = rendering;
    this.#prefix = prefix;
    this.#shown = new Registry([...kinds, ...STANDARD]);
  }

  /**
   * The next categories.
   * @returns the next piece of the body.
   * @throws OcciError NOT_ACCEPTABLE when they are too long for text/occi.
   */
  add(categories: readonly AnyCategory[]): string {
    if (isJson(this.#rendering)) {
      for (const list of LISTS) {
        const members = categories.filter((category) => `${category.class}s` === list);
        const json = members.map((category) => JSON.stringify(categoryObject(category, this.#shown, this.#prefix)));
        if (json.length > 0) this.#lists[list].push(json.join(","));
      }
      return "";
    }
    if (this.#rendering === "text/occi") {
      for (const category of categories) this.#headers.add(["Category", this.#valueOf(category, HEADER)]);
      return "";
    }
    const lines = categories.map((category) => `Category: ${this.#valueOf(category, PLAIN)}`);
    const piece = `${this.#lines > 0 && lines.length > 0 ? "\n" : ""}${lines.join("\n")}`;
    this.#lines += lines.length;
    return piece;
  }

  #valueOf(category: AnyCategory, style: TitleStyle): string {
    return categoryValue(category, this.#shown, style, this.#prefix);
  }

  /** The rest of the body, in pieces, and the headers. */
  end(): { readonly pieces: readonly string[]; readonly headers: Rendered["headers"] } {
    if (this.#rendering === "text/occi") return { pieces: [OK], headers: this.#headers.headers() };
    if (!isJson(this.#rendering)) return { pieces: [], headers: [] };
    const filled = LISTS.filter((list) => this.#lists[list].length > 0);
    const pieces = (filled.length === 0 ? LISTS : filled).flatMap((list, index) => [
      `${index === 0 ? "{" : ","}"${list}":[`,
      ...this.#lists[list].map((batch, at) => (at === 0 ? batch : `,${batch}`)),
      "]",
    ]);
    return { pieces: [...pieces, "}"], headers: [] };
  }
}
