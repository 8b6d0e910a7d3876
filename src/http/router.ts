/** The router of one language. */

import { messageOf } from "../errors.ts";
import type { Logger } from "../log/log.ts";
import { routeTree } from "./route-tree.ts";
import { answerAt, answerFailure, type Routed, type Router } from "./routed.ts";

/**
 * The number of requests of a language after which Elysia compiles its router. To load Elysia and to compile a router
 * takes longer than everything else at a start, so a server that gets few requests does without it.
 */
export const COMPILES_AT = 100;

/**
 * The router of these routes. Its own tree finds them until Elysia has compiled them, and goes on doing so if Elysia
 * cannot be loaded: the log then has one error.
 * @param load loads the module that compiles them.
 */
export function createRouter(
  routes: Iterable<Routed>,
  log: Pick<Logger, "error">,
  load = () => import("./elysia.ts"),
): Router {
  const all = [...routes];
  const find = routeTree(all);
  let compiled: Router | undefined;
  let requests = 0;
  async function compile(): Promise<void> {
    try {
      compiled = (await load()).compiledRouter(all, answerAt);
    } catch (error) {
      log.error("the routes cannot be compiled: the server finds them without Elysia", { cause: messageOf(error) });
    }
  }
  return (request, exchange) => {
    if (compiled !== undefined) return compiled(request, exchange);
    // Nobody waits for it, and it never fails.
    if (++requests === COMPILES_AT) void compile();
    const found = find(exchange.target.path);
    // Each language has a route for all paths that are not another's.
    if (found === undefined) return answerFailure(request, exchange, new Error(`no route for ${exchange.target.path}`));
    return answerAt(found.routed, request, exchange, found.params);
  };
}

/** A router that is made when the first request needs it, so that a start does not load the modules of its language. */
export function lateRouter(load: () => Promise<Iterable<Routed>>, log: Pick<Logger, "error">): Router {
  let router: Router | undefined;
  let loading: Promise<Router> | undefined;
  async function make(): Promise<Router> {
    router = createRouter(await load(), log);
    return router;
  }
  return async (request, exchange) => {
    if (router !== undefined) return router(request, exchange);
    loading ??= make();
    return (await loading)(request, exchange);
  };
}
