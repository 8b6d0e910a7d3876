/** Paths of entities, as requests name them. */
import { type TypeId, termOf } from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import { type Named, say } from "../../wording.ts";
import { kindAt, partOf } from "./kind-paths.ts";
import { type LinkId, readLinkId } from "./link/id.ts";

/** An object of oned. */
export interface ResourceAddress {
  readonly kind: TypeId;
  readonly id: number;
  readonly link?: undefined;
}

/** A part of a machine. */
export interface LinkAddress {
  readonly kind: TypeId;
  readonly link: LinkId;
  readonly id?: undefined;
}

/** An entity that a path can lead to. */
export type Address = ResourceAddress | LinkAddress;

/** What a path means; undefined when no entity can be there. */
export function addressOf(path: string): Address | undefined {
  const [, collection = "", id = ""] = /^(.*)\/([a-z0-9_]{1,64})\/?$/.exec(path) ?? [];
  const kind = kindAt(collection);
  if (kind === undefined || collection.endsWith("/")) return undefined;
  const part = partOf(kind);
  if (part === undefined) {
    const number = /^(?:0|[1-9]\d{0,9})$/.test(id) ? Number(id) : 2 ** 31;
    return number < 2 ** 31 ? { kind, id: number } : undefined;
  }
  const link = readLinkId(id);
  return link?.part === part ? { kind, link } : undefined;
}

/** A location as entities have it: a path without a query, and without a slash at its end. */
export function plainPath(location: string): string {
  return (location.split("?")[0] ?? "").replace(/\/$/, "");
}

/** A location of a request for a message. */
export function shownLocation(location: string): Named {
  const cut = location.slice(0, 64);
  return location.startsWith("/") ? { place: cut } : cut;
}

/**
 * The resource that a request means, of one of some kinds.
 * @param location a path of this server.
 * @param kinds of resources: a link is the end of no other link.
 * @param what the attribute, for the error.
 * @throws OcciError INVALID_REQUEST
 */
export function endpoint(location: string, kinds: readonly TypeId[], what: string): ResourceAddress {
  const found = addressOf(plainPath(location));
  if (found?.id !== undefined && kinds.includes(found.kind)) return found;
  const words = kinds.map(termOf).join(" or ");
  throw new OcciError("INVALID_REQUEST", say`${what} is no ${words} of this server: ${shownLocation(location)}`);
}
