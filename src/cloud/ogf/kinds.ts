/** The kinds of entities there are: a new one is a folder, and a line here. */
import type { TypeId } from "../../dialects/ogf/index.ts";
import { compute } from "./compute/kind.ts";
import type { Address, EntityKind, Pool } from "./kind.ts";
import { networkInterface, securityGroupLink, storageLink } from "./link/kind.ts";
import { ipReservation, network } from "./network/kind.ts";
import { securityGroup } from "./security-group/kind.ts";
import { storage } from "./storage/kind.ts";

/** In the order of a listing of everything. */
export const KINDS: readonly EntityKind[] = [
  compute,
  networkInterface,
  storageLink,
  securityGroupLink,
  network,
  ipReservation,
  storage,
  securityGroup,
];

export const ALL_TYPES: readonly TypeId[] = KINDS.map(({ type }) => type);

/** The pools that entities are made of, each once. */
export const POOLS: readonly Pool[] = [...new Set(KINDS.map(({ pool }) => pool))];

const BY_TYPE = new Map(KINDS.map((kind) => [kind.type, kind]));
const BY_PATH = new Map(KINDS.map((kind) => [kind.path, kind]));

/** Undefined for a type that is not a kind of this server's entities. */
export function kindOf(type: TypeId | undefined): EntityKind | undefined {
  return type === undefined ? undefined : BY_TYPE.get(type);
}

export function isLinkType(type: TypeId | undefined): boolean {
  return kindOf(type)?.isLink === true;
}

/** The kind whose collection is at a path, with or without a slash at its end. */
export function kindAt(path: string): EntityKind | undefined {
  return BY_PATH.get(path.endsWith("/") ? path.slice(0, -1) : path);
}

/** The kind and id in a path, with or without a slash at its end; undefined when no entity can be there. */
export function addressOf(path: string): Address | undefined {
  const [, collection = "", id = ""] = /^(.*)\/([a-z0-9_]{1,64})\/?$/.exec(path) ?? [];
  return BY_PATH.get(collection)?.at(id);
}
