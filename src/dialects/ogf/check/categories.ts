/** Which kind and mixins a request names, and whether they go together (GFD.221, 5.3.3 and 5.3.4). */
import { invalid, shown } from "../culprit.ts";
import { type AnyCategory, type Kind, type Mixin, type SentCategory, type TypeId, typeId } from "../model.ts";
import type { Registry } from "../registry.ts";

/** @throws OcciError INVALID_REQUEST when it is unknown, or of another class than sent. */
export function knownCategory(registry: Registry, sent: SentCategory): AnyCategory {
  const id = typeId(sent);
  const category = registry.find(id);
  if (category === undefined)
    throw invalid(`The category ${shown(id)} is unknown.`, "The query interface lists all categories.");
  if (sent.class !== undefined && sent.class !== category.class) {
    throw invalid(`The category ${shown(id)} is of class ${category.class}, not ${sent.class}.`);
  }
  return category;
}

/** Kind and mixins of some categories; a mixin that is named twice is taken once. */
export interface Types {
  readonly kind: Kind | undefined;
  readonly mixins: readonly Mixin[];
}

/** @throws OcciError INVALID_REQUEST for two kinds, or an action. */
export function typesOf(categories: readonly AnyCategory[]): Types {
  let kind: Kind | undefined;
  const mixins = new Set<Mixin>();
  for (const category of categories) {
    if (category.class === "mixin") mixins.add(category);
    else if (category.class === "action") {
      throw invalid(`${shown(typeId(category))} is an action; an entity has one kind, and mixins.`);
    } else if (kind !== undefined && kind !== category) {
      throw invalid(`An entity has one kind, not ${shown(typeId(kind))} and ${shown(typeId(category))}.`);
    } else kind = category;
  }
  return { kind, mixins: [...mixins] };
}

/** Whether a mixin may go on a kind: it, and what it depends on, applies to the kind or a parent, or to everything. */
function appliesTo(registry: Registry, mixin: Mixin, lineage: ReadonlySet<TypeId>): boolean {
  const visited = new Set<Mixin>([mixin]);
  for (const one of visited) {
    if (one.applies.length > 0 && !one.applies.some((id) => lineage.has(id))) return false;
    for (const id of one.depends) {
      const origin = registry.mixin(id);
      if (origin !== undefined) visited.add(origin);
    }
  }
  return true;
}

/** @throws OcciError INVALID_REQUEST naming a mixin that does not go with the kind. */
export function checkApplies(registry: Registry, kind: TypeId, mixins: readonly Mixin[]): void {
  const lineage = new Set(registry.lineage(kind).map(typeId));
  for (const mixin of mixins) {
    if (!appliesTo(registry, mixin, lineage)) {
      throw invalid(`The mixin ${shown(typeId(mixin))} does not apply to ${shown(kind)}.`);
    }
  }
}
