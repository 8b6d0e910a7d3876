/** A router that Elysia compiles. The only file that knows Elysia, and loaded when a router is compiled. */
import { Elysia } from "elysia";
import type { Exchange } from "./exchange.ts";
import { type Answered, answerFailure, type Routed, type Router } from "./routed.ts";

/**
 * The request that goes through the router. Elysia reads its method and its URL, in which it finds the path by counting
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
 * Elysia looks for an upgrade to a WebSocket in the headers of a GET, which is made elsewhere. It also reads the source
 * of handlers, when it compiles them, to find out which parts of a request they use: in minified code it may believe
 * that they use the headers. It gets none.
 */
const NO_HEADERS = new Headers();

function arrived(request: Request, exchange: Exchange): Arrived {
  const { path, query } = exchange.target;
  const url = `http://localhost${path}${query === "" ? "" : `?${query}`}`;
  return { method: request.method, url, headers: NO_HEADERS, request, exchange };
}

/** @param answer what answers at a route. */
export function compiledRouter(routes: readonly Routed[], answer: Answered): Router {
  const router = new Elysia();
  for (const routed of routes) {
    const handle = (context: { readonly request: unknown; readonly params?: Record<string, string> }) => {
      const { request, exchange } = context.request as Arrived;
      return answer(routed, request, exchange, context.params ?? {});
    };
    router.all(routed[0], handle, { parse: "none" });
  }
  router.onError(({ error, ...context }) => {
    const { request, exchange } = context.request as unknown as Arrived;
    return answerFailure(request, exchange, error);
  });
  // The handlers get what was handed to the router.
  return (request, exchange) => router.fetch(arrived(request, exchange) as unknown as Request);
}
