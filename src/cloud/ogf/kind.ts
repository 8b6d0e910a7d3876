/** The operations of this server on the entities of one kind. Each kind has one record; `kinds.ts` lists them. */
import type { AnyEntity, Attributes, EntityRequest, Mixin, TypeId } from "../../dialects/ogf/index.ts";
import type { PoolAnswer } from "../../opennebula/client.ts";
import type { IdRange, Whose } from "../../opennebula/read-around.ts";
import type { XmlRecord } from "../../xml/record.ts";
import type { Caller } from "./caller.ts";
import type { Change } from "./change.ts";
import { objectIdOf, resourcePath } from "./location.ts";
import type { NamedTypes } from "./types/catalog.ts";
import type { ViewContext } from "./view-context.ts";

/** A pool of oned, and the entities that are made of one of its objects. */
export interface Pool {
  readonly name: "VM" | "VNET" | "IMAGE" | "SECURITY_GROUP";
  /** The users' name for its objects. */
  readonly word: string;
  /** The kind of which every object is one entity, so that pages of the pool are its pages; undefined for none. */
  readonly pagedKind: TypeId | undefined;
  list(caller: Caller, range: IdRange, whose: Whose): Promise<PoolAnswer>;
  /** oned's short list of those that are there, which holds their ids; absent where oned has none. */
  listIds?(caller: Caller, range: IdRange): Promise<PoolAnswer>;
  entities(view: ViewContext, record: XmlRecord): readonly AnyEntity[];
}

/** The entity that an action creates and the answer shows: the new template of `save`, otherwise none. */
export type ActionResult = Mixin | undefined;

/**
 * The record of a kind.
 * @typeParam Id what oned finds an object by. @typeParam Item an object as oned shows it.
 */
export interface KindRecord<Id, Item> {
  readonly type: TypeId;
  /** Path of the collection, without a slash at its end. */
  readonly path: string;
  readonly isLink: boolean;
  readonly pool: Pool;
  /** Whether its entities keep others in use, which can be deleted only when these are gone. */
  readonly holdsOthers: boolean;
  /** Reads the last part of a path; undefined for what no entity of the kind can have. */
  idOf(text: string): Id | undefined;
  textOf(id: Id): string;
  /** @throws OcciError NOT_FOUND, FORBIDDEN as oned refuses. */
  read(caller: Caller, id: Id): Promise<Item>;
  /** Undefined when there is no such entity in the object. */
  entity(view: ViewContext, item: Item): AnyEntity | undefined;
  /** @throws OcciError for what is wrong in the request, or as oned refuses. */
  create(caller: Caller, request: EntityRequest, types: NamedTypes): Promise<Id>;
  /**
   * @returns the object as it is afterwards; undefined when only oned knows that.
   * @throws OcciError before anything is changed for what cannot be; then as oned refuses.
   */
  update(caller: Caller, item: Item, change: Change): Promise<Item | undefined>;
  /**
   * @throws OcciError WRONG_STATE when the state does not allow it, NOT_SUPPORTED when OpenNebula has no such thing.
   */
  act(caller: Caller, id: Id, action: TypeId, attributes: Attributes): Promise<ActionResult>;
  /** @throws OcciError as oned refuses: FORBIDDEN, IN_USE, NOT_FOUND. */
  remove(caller: Caller, id: Id): Promise<void>;
}

/** An object that was read: what is shown of it, and what an update begins with. */
export interface Loaded {
  entity(view: ViewContext): AnyEntity | undefined;
  update(caller: Caller, change: Change): Promise<Loaded | undefined>;
}

/** A place where an entity of a kind can be. */
export interface Address {
  readonly kind: EntityKind;
  readonly id: string;
  /** Path, without a slash at its end. */
  readonly location: string;
  read(caller: Caller): Promise<Loaded>;
  act(caller: Caller, action: TypeId, attributes: Attributes): Promise<ActionResult>;
  remove(caller: Caller): Promise<void>;
}

/**
 * A record, whatever its ids and objects are: only the record itself sees them, so that none is taken for another's.
 */
export interface EntityKind
  extends Pick<KindRecord<unknown, unknown>, "type" | "path" | "isLink" | "pool" | "holdsOthers"> {
  /** The place with that last part of a path; undefined when no entity of the kind can be there. */
  at(id: string): Address | undefined;
  create(caller: Caller, request: EntityRequest, types: NamedTypes): Promise<Address>;
}

export function entityKind<Id, Item>(record: KindRecord<Id, Item>): EntityKind {
  const { type, path, isLink, pool, holdsOthers } = record;
  const loaded = (item: Item): Loaded => ({
    entity: (view) => record.entity(view, item),
    async update(caller, change) {
      const after = await record.update(caller, item, change);
      return after === undefined ? undefined : loaded(after);
    },
  });
  const addressOf = (id: Id): Address => ({
    kind,
    id: record.textOf(id),
    location: `${path}/${record.textOf(id)}`,
    read: async (caller) => loaded(await record.read(caller, id)),
    act: (caller, action, attributes) => record.act(caller, id, action, attributes),
    remove: (caller) => record.remove(caller, id),
  });
  const kind: EntityKind = {
    type,
    path,
    isLink,
    pool,
    holdsOthers,
    at(text) {
      const id = record.idOf(text);
      return id === undefined ? undefined : addressOf(id);
    },
    create: async (caller, request, types) => addressOf(await record.create(caller, request, types)),
  };
  return kind;
}

type ResourceRecord<Item> = Omit<KindRecord<number, Item>, "path" | "isLink" | "holdsOthers" | "idOf" | "textOf"> & {
  readonly holdsOthers?: true;
};

/** The record of a kind of resource: its entities have the ids of oned's objects. */
export function resourceKind<Item>(record: ResourceRecord<Item>): EntityKind {
  const path = resourcePath(record.type);
  return entityKind({ holdsOthers: false, ...record, path, isLink: false, idOf: objectIdOf, textOf: String });
}
