/** Links within the representation of a resource (GFD.229, 5.4; GFD.225, 3.1). */
import { invalid, shown } from "../culprit.ts";
import { categoryOf } from "../json/entity.ts";
import { type Attributes, type Kind, type SentLink, type TypeId, typeId } from "../model.ts";
import type { Registry } from "../registry.ts";
import {
  LINK,
  NETWORK,
  NETWORK_INTERFACE,
  SECURITY_GROUP,
  SECURITY_GROUP_LINK,
  STORAGE,
  STORAGE_LINK,
} from "../standard/ids.ts";
import { checkApplies, knownCategory, typesOf } from "./categories.ts";
import { checkAttributes, checkRequired } from "./value.ts";

export interface LinkRequest {
  readonly kind: TypeId;
  readonly mixins: readonly TypeId[];
  /** A path of the server. */
  readonly target: string;
  /** A path; without one the server names the link. */
  readonly self?: string;
  readonly attributes: Attributes;
}

/** Which kind of link leads to a kind of resource, or to one derived from it. */
const LINK_TO: ReadonlyMap<TypeId, TypeId> = new Map([
  [NETWORK, NETWORK_INTERFACE],
  [STORAGE, STORAGE_LINK],
  [SECURITY_GROUP, SECURITY_GROUP_LINK],
]);

/** A link to an action is what a GET gave and a PUT brings back: it asks for nothing. */
export function isActionLink(registry: Registry, link: SentLink): boolean {
  return link.rel.some((id) => registry.find(id)?.class === "action") || /[?&]action=/.test(link.target);
}

/** The kind of resource that a target is, by its path alone. */
function kindOfTarget(registry: Registry, target: string): readonly TypeId[] {
  const found = registry.at(target.slice(0, target.lastIndexOf("/") + 1));
  return found?.class === "kind" ? [typeId(found)] : [];
}

/** The kind of a link that does not name its own: by the kind of its target. */
function kindByTarget(registry: Registry, link: SentLink): Kind | undefined {
  for (const rel of [...link.rel, ...kindOfTarget(registry, link.target)]) {
    for (const kind of registry.lineage(rel).toReversed()) {
      const found = registry.kind(LINK_TO.get(typeId(kind)) ?? "");
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** ooi's clients name the target once more as an attribute. */
function withoutTarget(link: SentLink): Attributes {
  const again = link.attributes.get("occi.core.target");
  if (again === undefined) return link.attributes;
  if (again !== link.target) {
    throw invalid(`The link to ${shown(link.target)} has a different occi.core.target.`);
  }
  const rest = new Map(link.attributes);
  rest.delete("occi.core.target");
  return rest;
}

/**
 * Checks one link.
 * @param partial whether attributes that a creation must have may be missing.
 * @throws OcciError INVALID_REQUEST
 */
export function checkLink(registry: Registry, link: SentLink, partial: boolean): LinkRequest {
  const named = typesOf(link.category.map((id) => knownCategory(registry, categoryOf(id, undefined))));
  const kind = named.kind ?? kindByTarget(registry, link);
  const of = `the link to ${shown(link.target)}`;
  if (kind === undefined) throw invalid(`The kind of ${of} is not known.`, "Name it in category.");
  const id = typeId(kind);
  if (!registry.lineage(id).some((parent) => typeId(parent) === LINK)) {
    throw invalid(`${shown(id)} is not a kind of link, but the category of ${of}.`);
  }
  checkApplies(registry, id, named.mixins);
  const mixins = named.mixins.map(typeId);
  const definitions = registry.definitions(id, mixins);
  const attributes = checkAttributes(definitions, withoutTarget(link), of);
  if (!partial) checkRequired(definitions, attributes);
  return { kind: id, mixins, target: link.target, ...(link.self === undefined ? {} : { self: link.self }), attributes };
}
