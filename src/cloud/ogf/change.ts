/** The changes that an update of an entity asks of its kind. */
import type { AnyEntity, EntityRequest, TypeId } from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import type { Difference } from "./difference.ts";

/** Turns the rest of a difference into the changes of a kind. It throws before it changes anything. */
export interface Change {
  readonly entity: AnyEntity;
  readonly request: EntityRequest;
  readonly difference: Difference;
  /** Mixins besides tags that the entity does not have yet. */
  readonly newMixins: readonly TypeId[];
}

/** @throws OcciError INVALID_REQUEST: associating a mixin at a moment when that is not supported (GFD.221, 5.3.4). */
export function refuseMixins(mixins: readonly TypeId[]): void {
  const [first] = mixins;
  if (first === undefined) return;
  throw new OcciError("INVALID_REQUEST", `The mixin ${first.slice(0, 128)} cannot be added to an existing entity.`);
}
