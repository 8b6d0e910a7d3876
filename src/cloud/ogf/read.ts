/** One entity, by its path. */
import type { AnyEntity } from "../../dialects/ogf/index.ts";
import type { Caller } from "./caller.ts";
import type { Address, Loaded } from "./kind.ts";
import { notFound } from "./not-found.ts";
import { readTags, type Tags } from "./tags/tags.ts";
import { viewContext } from "./view-context.ts";

/** An object as its entity. @throws OcciError NOT_FOUND when it has none. */
export function entityOf(caller: Caller, loaded: Loaded, tags: Tags): AnyEntity {
  const entity = loaded.entity(viewContext(caller, tags));
  if (entity === undefined) throw notFound();
  return entity;
}

/**
 * The entity (`one.*.info`) with its tags (`one.user.info`, unless they are known).
 * @throws OcciError NOT_FOUND, FORBIDDEN as oned refuses.
 */
export async function readEntity(caller: Caller, address: Address, known?: Tags): Promise<AnyEntity> {
  const [loaded, tags] = await Promise.all([address.read(caller), known ?? readTags(caller)]);
  return entityOf(caller, loaded, tags);
}
