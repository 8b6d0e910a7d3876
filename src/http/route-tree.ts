/**
 * The routes of a router that is not compiled yet, in the tree of Elysia's that holds them: Elysia around it takes
 * longer to load than all else of a start.
 */
import { Memoirist } from "memoirist";
import type { Params, Routed } from "./routed.ts";

/** The route that was found at a path. */
export interface Found {
  readonly routed: Routed;
  readonly params: Params;
}

/** Any method: which of them a path has is no question of the router. */
const ALL = "ALL";

/** @returns what finds the route of a path, as it was sent; a slash at its end does not matter, as to Elysia. */
export function routeTree(routes: readonly Routed[]): (path: string) => Found | undefined {
  const tree = new Memoirist<Routed>({ onParam: decoded });
  for (const routed of routes) tree.add(ALL, withoutSlash(routed[0]), routed);
  return (path) => {
    const found = tree.find(ALL, withoutSlash(path));
    return found === null ? undefined : { routed: found.store, params: found.params };
  };
}

function withoutSlash(path: string): string {
  return path.endsWith("/") && path !== "/" ? path.slice(0, -1) : path;
}

/** Null for what is not encoded as it should be, as of Elysia's. */
function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
