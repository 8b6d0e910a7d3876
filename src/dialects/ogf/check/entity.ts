/** A request for an entity, checked against the existing types (GFD.221, 5). */
import { invalid, shown } from "../culprit.ts";
import {
  type AttributeDefinition,
  type Attributes,
  type Kind,
  type Representation,
  type TypeId,
  typeId,
} from "../model.ts";
import type { Registry } from "../registry.ts";
import { ENTITY, LINK, RESOURCE } from "../standard/ids.ts";
import { SLIPS } from "../standard/openstack.ts";
import { checkApplies, knownCategory, typesOf } from "./categories.ts";
import { checkLink, isActionLink, type LinkRequest } from "./link.ts";
import { checkAttributes, checkRequired } from "./value.ts";

export type { LinkRequest } from "./link.ts";

/** Only what is derived from these has instances. */
const ABSTRACT: ReadonlySet<TypeId> = new Set([ENTITY, RESOURCE, LINK]);

export interface EntityRequest {
  /** Undefined only where a partial one names none and none was expected. */
  readonly kind: TypeId | undefined;
  /** As sent, each once. */
  readonly mixins: readonly TypeId[];
  /** In the types of their definitions, immutable ones and occi.core.* included. */
  readonly attributes: Attributes;
  /** Without those to actions. */
  readonly links: readonly LinkRequest[];
}

export interface Expected {
  /** The kind of the collection or entity that was addressed. */
  readonly kind?: TypeId;
  /** True for an update, which need not have any attribute. */
  readonly partial?: boolean;
  /** Mixins that the entity has already: their attributes may be sent without naming them. */
  readonly known?: readonly TypeId[];
}

/** @throws OcciError INVALID_REQUEST */
function kindOf(sent: Kind | undefined, expected: Expected): TypeId | undefined {
  const id = sent && typeId(sent);
  if (id !== undefined && expected.kind !== undefined && id !== expected.kind) {
    throw invalid(`The kind is ${shown(id)}, but the request addresses the kind ${shown(expected.kind)}.`);
  }
  if (expected.partial === true) return id ?? expected.kind;
  if (id === undefined) throw invalid("The kind is missing.", "Send the category of the kind.");
  if (ABSTRACT.has(id)) throw invalid(`The kind ${shown(id)} does not have instances of its own.`);
  return id;
}

/** Names that are misspelled in ways that clients are known for, as they are meant. */
function withoutSlips(attributes: Attributes): Attributes {
  if (![...attributes.keys()].some((name) => SLIPS.has(name))) return attributes;
  return new Map([...attributes].map(([name, value]) => [SLIPS.get(name) ?? name, value]));
}

/** Without a kind (a partial one) any entity's own attributes may be meant. */
function definitionsOf(registry: Registry, kind: TypeId | undefined, mixins: readonly TypeId[]) {
  if (kind !== undefined) return registry.definitions(kind, mixins);
  return registry.definitions(RESOURCE, [LINK, ...mixins]);
}

function checkEnds(definitions: ReadonlyMap<string, AttributeDefinition>, attributes: Attributes): void {
  for (const name of ["occi.core.source", "occi.core.target"]) {
    if (definitions.has(name) && !attributes.has(name)) throw invalid(`The attribute "${name}" is missing.`);
  }
}

/**
 * Checks one representation: categories that are known and go together, attributes that they define, of the right type
 * and range, and links. Whether immutable attributes are as they were is for `refuseImmutable`.
 * @throws OcciError INVALID_REQUEST naming what is wrong.
 */
export function checkEntity(
  registry: Registry,
  representation: Representation,
  expected: Expected = {},
): EntityRequest {
  const types = typesOf(representation.categories.map((sent) => knownCategory(registry, sent)));
  const kind = kindOf(types.kind, expected);
  if (kind !== undefined) checkApplies(registry, kind, types.mixins);
  const mixins = types.mixins.map(typeId);
  const partial = expected.partial === true;
  const definitions = definitionsOf(registry, kind, [...(expected.known ?? []), ...mixins]);
  const of = kind === undefined ? "these mixins" : shown(kind);
  const attributes = checkAttributes(definitions, withoutSlips(representation.attributes), of);
  if (!partial) {
    checkRequired(definitions, attributes);
    checkEnds(definitions, attributes);
  }
  const links = representation.links.filter((link) => !isActionLink(registry, link));
  if (links.length > 0 && kind !== undefined && !registry.lineage(kind).some((one) => typeId(one) === RESOURCE)) {
    throw invalid(`An entity of ${shown(kind)} cannot have links.`);
  }
  return { kind, mixins, attributes, links: links.map((link) => checkLink(registry, link, partial)) };
}
