/** The router of one language. */

import { routeTree } from "./route-tree.ts";
import { answerAt, answerFailure, type Routed, type Router } from "./routed.ts";

/**
 * Elysia needs longer to compile a router than for all else at a start, and to load it takes nearly as long: it compiles
 * a router when so many requests of its language have come.
 */
export const COMPILES_AT = 100;

/** The router of these routes. @param load brings what compiles it. */
export function createRouter(routes: Iterable<Routed>, load = () => import("./elysia.ts")): Router {
  const all = [...routes];
  const find = routeTree(all);
  let compiled: Router | undefined;
  let requests = 0;
  async function compile(): Promise<void> {
    compiled = (await load()).compiledRouter(all, answerAt);
  }
  return (request, exchange) => {
    if (compiled !== undefined) return compiled(request, exchange);
    if (++requests === COMPILES_AT) void compile();
    const found = find(exchange.target.path);
    // Each language has a route for all paths that are not another's.
    if (found === undefined) return answerFailure(request, exchange, new Error(`no route for ${exchange.target.path}`));
    return answerAt(found.routed, request, exchange, found.params);
  };
}

/** A router that is made when the first request needs it: a start does without the parts that its language has. */
export function lateRouter(load: () => Promise<Iterable<Routed>>): Router {
  let router: Router | undefined;
  let loading: Promise<Router> | undefined;
  async function make(): Promise<Router> {
    router = createRouter(await load());
    return router;
  }
  return async (request, exchange) => {
    if (router !== undefined) return router(request, exchange);
    loading ??= make();
    return (await loading)(request, exchange);
  };
}
