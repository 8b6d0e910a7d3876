/** Where the entities of each kind are: the one table of their paths. */
import {
  COMPUTE,
  IP_RESERVATION,
  NETWORK,
  NETWORK_INTERFACE,
  SECURITY_GROUP,
  SECURITY_GROUP_LINK,
  STORAGE,
  STORAGE_LINK,
  type TypeId,
  termOf,
} from "../../dialects/ogf/index.ts";
import type { LinkPart } from "./link/id.ts";

/** The kinds of links, by the part of a machine that they are. */
const LINK_KINDS: Readonly<Record<LinkPart, TypeId>> = {
  nic: NETWORK_INTERFACE,
  disk: STORAGE_LINK,
  sg: SECURITY_GROUP_LINK,
};

const RESOURCE_KINDS: readonly TypeId[] = [COMPUTE, NETWORK, STORAGE, IP_RESERVATION, SECURITY_GROUP];

const PARTS = new Map(Object.entries(LINK_KINDS).map(([part, kind]) => [kind, part as LinkPart]));

/** The part of a machine that a kind of link is; undefined for a kind that is none. */
export function partOf(kind: TypeId): LinkPart | undefined {
  return PARTS.get(kind);
}

export function isLinkKind(kind: TypeId): boolean {
  return PARTS.has(kind);
}

/** Path of a kind's collection, without a slash at its end. */
function pathOfKind(kind: TypeId): string {
  return `${isLinkKind(kind) ? "/link" : ""}/${termOf(kind)}`;
}

const BY_PATH = new Map([...RESOURCE_KINDS, ...PARTS.keys()].map((kind) => [pathOfKind(kind), kind]));

/** The kind whose collection is at a path, with or without a slash at its end. */
export function kindAt(path: string): TypeId | undefined {
  return BY_PATH.get(path.endsWith("/") ? path.slice(0, -1) : path);
}

/** Kind and term of a link that is a part of a machine, and where those of its kind are. */
export function linkPlace(part: LinkPart): { readonly kind: TypeId; readonly term: string; readonly location: string } {
  const kind = LINK_KINDS[part];
  return { kind, term: termOf(kind), location: `${pathOfKind(kind)}/` };
}
