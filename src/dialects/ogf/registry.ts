/** The types that a server knows, for one user: found by identifier, by path and by relation (GFD.221, section 5). */
import { type AnyCategory, type AttributeDefinition, type Kind, type Mixin, type TypeId, typeId } from "./model.ts";

/** The categories that a category is derived from: a kind's parent, a mixin's depends. */
function originsOf(category: AnyCategory): readonly TypeId[] {
  if (category.class === "kind") return category.parent === undefined ? [] : [category.parent];
  return category.class === "mixin" ? category.depends : [];
}

function withoutSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}

/** An immutable set of categories. If several have the same identifier or location, the first counts. */
export class Registry {
  readonly all: readonly AnyCategory[];
  readonly #byId = new Map<TypeId, AnyCategory>();
  readonly #byPath = new Map<string, Kind | Mixin>();
  readonly #derived = new Map<TypeId, TypeId[]>();

  constructor(categories: readonly AnyCategory[]) {
    for (const category of categories) this.#add(category);
    this.all = [...this.#byId.values()];
  }

  /** These and more; the same one where there are none. */
  with(more: readonly AnyCategory[]): Registry {
    return more.length === 0 ? this : new Registry([...this.all, ...more]);
  }

  #add(category: AnyCategory): void {
    const id = typeId(category);
    if (this.#byId.has(id)) return;
    this.#byId.set(id, category);
    for (const origin of originsOf(category)) {
      const derived = this.#derived.get(origin);
      if (derived === undefined) this.#derived.set(origin, [id]);
      else derived.push(id);
    }
    if (category.class === "action" || category.location === undefined) return;
    const path = withoutSlash(category.location);
    if (!this.#byPath.has(path)) this.#byPath.set(path, category);
  }

  find(id: TypeId): AnyCategory | undefined {
    return this.#byId.get(id);
  }

  kind(id: TypeId): Kind | undefined {
    const found = this.#byId.get(id);
    return found?.class === "kind" ? found : undefined;
  }

  mixin(id: TypeId): Mixin | undefined {
    const found = this.#byId.get(id);
    return found?.class === "mixin" ? found : undefined;
  }

  /** The kind or mixin whose collection is at that path, with or without the slash at its end. */
  at(path: string): Kind | Mixin | undefined {
    return this.#byPath.get(withoutSlash(path));
  }

  /**
   * The categories of the filter and those whose parent or depends one of them is, in the order of `all` (GFD.223, 7).
   * Unknown ones give nothing.
   */
  relatedTo(filter: readonly { readonly scheme: string; readonly term: string }[]): readonly AnyCategory[] {
    const wanted = new Set<TypeId>();
    for (const category of filter) {
      const id = typeId(category);
      wanted.add(id);
      for (const derived of this.#derived.get(id) ?? []) wanted.add(derived);
    }
    return wanted.size === 0 ? [] : this.all.filter((category) => wanted.has(typeId(category)));
  }

  /** A kind and all it comes from, the kind last: `core#entity`, `core#resource`, the kind. */
  lineage(kind: TypeId): readonly Kind[] {
    return this.#closure([kind]).filter((category) => category.class === "kind");
  }

  /**
   * The attributes that an entity of this kind with these mixins can have: of the kind and its parents, of the mixins
   * and what they depend on. The later one of two definitions counts, so that a mixin may give a kind's attribute a
   * default.
   */
  definitions(kind: TypeId, mixins: readonly TypeId[]): ReadonlyMap<string, AttributeDefinition> {
    const found = new Map<string, AttributeDefinition>();
    for (const category of this.#closure([kind, ...mixins])) {
      for (const definition of category.attributes) found.set(definition.name, definition);
    }
    return found;
  }

  /** The actions that such an entity defines, whatever its state. */
  actionsOf(kind: TypeId, mixins: readonly TypeId[]): readonly TypeId[] {
    const found = new Set<TypeId>();
    for (const category of this.#closure([kind, ...mixins])) {
      if (category.class !== "action") for (const action of category.actions) found.add(action);
    }
    return [...found];
  }

  /** The actions that entities of all these kinds define, whatever their state and mixins. */
  commonActions(kinds: readonly TypeId[]): readonly TypeId[] {
    const [first = [], ...others] = kinds.map((kind) => this.actionsOf(kind, []));
    return first.filter((action) => others.every((actions) => actions.includes(action)));
  }

  /**
   * The known ones of these and of all they come from, origins first. Circles end where they begin; a user's chain of
   * mixins may be longer than a stack of calls, hence the list.
   */
  #closure(ids: readonly TypeId[]): readonly AnyCategory[] {
    const visited = new Set<TypeId>();
    const found: AnyCategory[] = [];
    const waiting: (TypeId | AnyCategory)[] = ids.toReversed();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (typeof next !== "string") {
        found.push(next);
        continue;
      }
      const category = this.#byId.get(next);
      if (category === undefined || visited.has(next)) continue;
      visited.add(next);
      // A category itself, and no more its identifier, waits until its origins are there.
      waiting.push(category, ...originsOf(category).toReversed());
    }
    return found;
  }
}
