/** Locations of entities, as requests name them: paths of this server. */
import { type TypeId, termOf } from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import { type Named, say } from "../../wording.ts";

/** Path of the collection of a kind of resource, without a slash at its end. */
export function resourcePath(kind: TypeId): string {
  return `/${termOf(kind)}`;
}

/** An id of oned as paths have it; undefined for what no object can have. oned counts in signed 32 bits. */
export function objectIdOf(text: string): number | undefined {
  const id = /^(?:0|[1-9]\d{0,9})$/.test(text) ? Number(text) : 2 ** 31;
  return id < 2 ** 31 ? id : undefined;
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
 * The id of the resource that a request means, of one of some kinds.
 * @param location a path of this server.
 * @param kinds of resources: a link is the end of no other link.
 * @param what the attribute, for the error.
 * @throws OcciError INVALID_REQUEST
 */
export function resourceId(location: string, kinds: readonly TypeId[], what: string): number {
  const path = plainPath(location);
  for (const kind of kinds) {
    const start = `${resourcePath(kind)}/`;
    const id = path.startsWith(start) ? objectIdOf(path.slice(start.length)) : undefined;
    if (id !== undefined) return id;
  }
  const words = kinds.map(termOf).join(" or ");
  throw new OcciError(
    "INVALID_REQUEST",
    say`${what} must be the location of an entity of kind ${words} on this server, not ${shownLocation(location)}.`,
  );
}
