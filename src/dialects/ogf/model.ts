/**
 * The OGF's OCCI model (GFD.221): categories that describe, entities that are described. Values only, and nothing of
 * any cloud: the user of this folder puts the objects of a provider into these shapes.
 */

/** `scheme` and `term` in one: `http://schemas.ogf.org/occi/infrastructure#compute`. */
export type TypeId = string;

/** The values of an attribute. Objects and lists exist in JSON only. */
export type Value = string | number | boolean | readonly Value[] | { readonly [name: string]: Value };

/** By their full names (`occi.core.title`), in the order of rendering. A Map: any name can be asked for. */
export type Attributes = ReadonlyMap<string, Value>;

export interface AttributeDefinition {
  readonly name: string;
  /** `integer` is JSON's `number` with a pattern that says so. */
  readonly type: "string" | "integer" | "number" | "boolean" | "object" | "array";
  /** Whether a client may set and change it. */
  readonly mutable: boolean;
  /** Whether a creation must have it. */
  readonly required: boolean;
  /** The only strings there are. */
  readonly values?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: Value;
  readonly description?: string;
}

interface Category {
  readonly scheme: string;
  readonly term: string;
  readonly title?: string;
  readonly attributes: readonly AttributeDefinition[];
}

export interface Kind extends Category {
  readonly class: "kind";
  readonly parent?: TypeId;
  /** Path of its collection, with a slash at both ends; absent where it has no instances. */
  readonly location?: string;
  readonly actions: readonly TypeId[];
}

export interface Mixin extends Category {
  readonly class: "mixin";
  readonly depends: readonly TypeId[];
  /** Kinds that it can go with; none means all. */
  readonly applies: readonly TypeId[];
  readonly location: string;
  readonly actions: readonly TypeId[];
  /** Made by a user; it describes nothing and can be deleted. */
  readonly tag?: boolean;
}

export interface Action extends Category {
  readonly class: "action";
}

export type AnyCategory = Kind | Mixin | Action;

/** The type identifier of a category. */
export function typeId({ scheme, term }: { readonly scheme: string; readonly term: string }): TypeId {
  return scheme + term;
}

/** Scheme and term of an identifier: the scheme ends in the last `#`. */
export function splitTypeId(id: TypeId): { readonly scheme: string; readonly term: string } {
  const end = id.lastIndexOf("#") + 1;
  return { scheme: id.slice(0, end), term: id.slice(end) };
}

/** The term of an identifier. */
export function termOf(id: TypeId): string {
  return splitTypeId(id).term;
}

/** An end of a link. */
export interface Endpoint {
  /** Path (`/network/3`), or an absolute URI outside of this server. */
  readonly location: string;
  readonly kind?: TypeId;
}

interface Entity {
  readonly kind: TypeId;
  readonly mixins: readonly TypeId[];
  readonly id: string;
  /** Path: `/compute/7`. */
  readonly location: string;
  readonly title?: string;
  /** All but occi.core.*, those of mixins too. */
  readonly attributes: Attributes;
  /** Actions that are possible at the moment. */
  readonly actions: readonly TypeId[];
}

export interface Resource extends Entity {
  readonly summary?: string;
  readonly links: readonly Link[];
}

export interface Link extends Entity {
  readonly source: Endpoint;
  readonly target: Endpoint;
}

export type AnyEntity = Resource | Link;

export function isLink(entity: AnyEntity): entity is Link {
  return "target" in entity;
}

// ---- requests ------------------------------------------------------------------------------------------------------

/** A category as a request names it. A full rendering (`POST /-/`) also describes it. */
export interface SentCategory {
  readonly scheme: string;
  readonly term: string;
  readonly class?: "kind" | "mixin" | "action";
  readonly title?: string;
  /** `rel`, or `depends`. */
  readonly depends?: readonly TypeId[];
  readonly applies?: readonly TypeId[];
  readonly location?: string;
}

/** A link within the representation of a resource, or an action link that came back with it. */
export interface SentLink {
  /** As sent: a path or a URI. */
  readonly target: string;
  /** Types of the target; of an action link the action's. */
  readonly rel: readonly TypeId[];
  readonly self?: string;
  /** Kind of the link first, then mixins; may be empty. */
  readonly category: readonly TypeId[];
  readonly attributes: Attributes;
}

/** One entity, action invocation or set of categories as it was sent. */
export interface Representation {
  readonly categories: readonly SentCategory[];
  /** occi.core.* included: `title`, `summary`, `id`, `source`, `target` of JSON are there under those names. */
  readonly attributes: Attributes;
  readonly links: readonly SentLink[];
}

/** The content of a request, whatever its rendering. */
export interface Sent {
  /** Text always has one entity (which may be empty), JSON has any number. */
  readonly representations: readonly Representation[];
  /** X-OCCI-Location, text/uri-list, or what JSON has in their place; as sent. */
  readonly locations: readonly string[];
}
