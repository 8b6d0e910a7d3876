/** Updates of entities: in part (POST) or as a whole (PUT). Everything is checked before anything is changed. */
import { type AnyEntity, checkEntity, type Representation, type TypeId, termOf } from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import type { Caller } from "./caller.ts";
import { type Difference, differenceOf } from "./difference.ts";
import type { Address, Loaded } from "./kind.ts";
import { entityOf } from "./read.ts";
import { readTags, type TagList, type Tags, tagOf } from "./tags/tags.ts";
import { changeMembers, type Membership } from "./tags/write.ts";
import { type Catalog, namedTypes, ownCatalog, withNamed } from "./types/catalog.ts";

function tagChanges(
  tags: TagList,
  entity: AnyEntity,
  { addedMixins, droppedMixins }: Difference,
): readonly Membership[] {
  const kindTerm = termOf(entity.kind);
  const isTag = (id: TypeId) => tagOf(tags, id) !== undefined;
  return [
    ...addedMixins.filter(isTag).map((tag) => ({ tag, kindTerm, add: [entity.id], remove: [] })),
    ...droppedMixins.filter(isTag).map((tag) => ({ tag, kindTerm, add: [], remove: [entity.id] })),
  ];
}

/** Nothing can be created at a place of the client's choice: ids are oned's (E-6). */
export function idNotChosen(cause?: OcciError): OcciError {
  return new OcciError(
    "INVALID_REQUEST",
    "The entity does not exist, and a client cannot choose the id of a new one.",
    {
      hint: "POST to the collection of the kind: the server chooses the id.",
      cause,
    },
  );
}

/** @throws OcciError NOT_FOUND for a change in part, INVALID_REQUEST for a replacement of what is not there. */
async function present<T>(replace: boolean, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!replace || !(error instanceof OcciError) || error.code !== "NOT_FOUND") throw error;
    throw idNotChosen(error);
  }
}

async function tagsAfter(caller: Caller, tags: Tags, changes: readonly Membership[]): Promise<Tags> {
  // The changes of the object may have taken long: the tags are read again.
  return changes.length === 0 ? tags : changeMembers(caller, await readTags(caller), changes);
}

/** An entity after an update, with what it is shown with. */
export interface Updated {
  readonly entity: AnyEntity;
  readonly catalog: Catalog;
}

/**
 * Updates an entity.
 * @param replace whether what is not sent goes to its default; links stay in any case.
 * @throws OcciError INVALID_REQUEST, NOT_SUPPORTED naming what cannot be changed; as oned refuses.
 */
export async function updateEntity(
  caller: Caller,
  address: Address,
  sent: Representation,
  replace: boolean,
): Promise<Updated> {
  const own = await ownCatalog(caller);
  const { loaded, entity } = await present(replace, async () => {
    const loaded = await address.read(caller);
    return { loaded, entity: entityOf(caller, loaded, own.tags) };
  });
  const { registry } = await withNamed(caller, own, namedTypes([sent]), entity.mixins);
  const request = checkEntity(registry, sent, { kind: entity.kind, partial: true, known: entity.mixins });
  if (request.attributes.size + request.mixins.length + request.links.length === 0 && sent.categories.length === 0) {
    throw new OcciError("INVALID_REQUEST", "The request changes nothing: it has neither attributes nor categories.");
  }
  const difference = differenceOf(registry, entity, request, replace);
  const newMixins = difference.addedMixins.filter((id) => tagOf(own.tags, id) === undefined);
  const after: Loaded | undefined = await loaded.update(caller, { entity, request, difference, newMixins });
  const tags = await tagsAfter(caller, own.tags, tagChanges(own.tags, entity, difference));
  const shown = entityOf(caller, after ?? (await address.read(caller)), tags);
  return { entity: shown, catalog: { ...own, tags } };
}
