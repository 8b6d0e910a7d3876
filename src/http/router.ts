/** The router of one language: Elysia finds the route. The only file that knows Elysia. */
import { Elysia } from "elysia";
import type { Exchange } from "./exchange.ts";
import { answeringOf, errorResponse } from "./respond.ts";

/** What answers at a path. @param params what the path has in the place of its members, decoded. */
export type Answer = (
  request: Request,
  exchange: Exchange,
  params: Readonly<Record<string, string>>,
) => Response | Promise<Response>;

/** A path as Elysia's pattern, and what answers there. */
export type Routed = readonly [path: string, answer: Answer];

/** Answers what it has a route for; never throws. */
export type Router = (request: Request, exchange: Exchange) => Response | Promise<Response>;

/**
 * What goes through the router. Of a request Elysia reads the method and the URL, in which it finds the path by counting
 * from the start; a short Host header confuses that, so the URL is one of ours.
 */
interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly request: Request;
  readonly exchange: Exchange;
}

/**
 * Elysia looks for an upgrade to a WebSocket in the headers of a GET, which is made elsewhere. It also reads the source of
 * handlers, when it compiles them, to find out which parts of a request they use: in minified code it may believe that they
 * use the headers. It gets none.
 */
const NO_HEADERS = new Headers();

function arrived(request: Request, exchange: Exchange): Arrived {
  const { path, query } = exchange.target;
  const url = `http://localhost${path}${query === "" ? "" : `?${query}`}`;
  return { method: request.method, url, headers: NO_HEADERS, request, exchange };
}

/** The handlers get what was handed to the router. @param aot whether Elysia compiles it. */
function elysiaOf(routes: readonly Routed[], aot: boolean) {
  const router = new Elysia({ aot });
  for (const [path, answer] of routes) {
    const handle = async (context: { readonly request: unknown; readonly params?: Record<string, string> }) => {
      const { request, exchange } = context.request as Arrived;
      exchange.route = path;
      try {
        return await answer(request, exchange, context.params ?? {});
      } catch (error) {
        // Here and not by Elysia, which would make headers of its own.
        return answerFailure(request, exchange, error);
      }
    };
    router.all(path, handle, { parse: "none" });
  }
  router.onError(({ error, ...context }) => {
    const { request, exchange } = context.request as unknown as Arrived;
    return answerFailure(request, exchange, error);
  });
  return router;
}

/**
 * Elysia needs longer to compile a router than for all else at a start, but a router that is not compiled needs six times as
 * long for each request: it is compiled when so many requests of its language have come.
 */
export const COMPILES_AT = 100;

/** The router of these routes. */
export function createRouter(routes: Iterable<Routed>): Router {
  const all = [...routes];
  let router = elysiaOf(all, false);
  let requests = 0;
  return (request, exchange) => {
    if (++requests === COMPILES_AT) router = elysiaOf(all, true);
    return router.fetch(arrived(request, exchange) as unknown as Request);
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

/** The answer for what was thrown, which the log gets too. */
export function answerFailure(request: Request, exchange: Exchange, error: unknown): Response {
  exchange.failure = error;
  return errorResponse(answeringOf(request.headers, exchange), error);
}
