/** The type whose collection is at a path. */
import type { Kind, Mixin, TypeId } from "../../../dialects/ogf/index.ts";
import type { Caller } from "../caller.ts";
import { type Catalog, ownCatalog, withNamed } from "./catalog.ts";
import { numberOf, osSourceOf, type Schemes, schemesOf } from "./schemes.ts";

/** The last part of a path below `/mixin/`, and the type that it names. */
const FAMILIES: Readonly<Record<string, (term: string, schemes: Schemes) => TypeId | undefined>> = {
  os_tpl: (term, { osTpl }) => (osSourceOf(term) === undefined ? undefined : osTpl + term),
  availability_zone: (term, { zone }) => (numberOf(term, "zone") === undefined ? undefined : zone + term),
  floatingippool: (term, { pool }) => (numberOf(term, "pool") === undefined ? undefined : pool + term),
};

export interface TypeAtPath {
  /** With the type in it. */
  readonly catalog: Catalog;
  readonly type: Kind | Mixin | undefined;
}

/** Those of templates, zones and pools are looked up by their terms. @param path with or without a slash at its end. */
export async function typeAt(caller: Caller, path: string): Promise<TypeAtPath> {
  const own = await ownCatalog(caller);
  const known = own.registry.at(path);
  if (known !== undefined) return { catalog: own, type: known };
  const [, family = "", term = ""] = /^\/mixin\/([a-z_]+)\/([^/]+)\/?$/.exec(path) ?? [];
  const idOf = Object.hasOwn(FAMILIES, family) ? FAMILIES[family] : undefined;
  const id = idOf?.(term, schemesOf(caller.deps.config));
  if (id === undefined) return { catalog: own, type: undefined };
  const catalog = await withNamed(caller, own, [id]);
  return { catalog, type: catalog.registry.mixin(id) };
}
