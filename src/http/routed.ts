/** The routes of one language, and how they answer. */
import type { Exchange } from "./exchange.ts";
import { answeringOf, errorResponse } from "./respond.ts";

/** The values of a path's parameters, decoded. */
export type Params = Readonly<Record<string, string>>;

/** The handler of a path. */
export type Answer = (request: Request, exchange: Exchange, params: Params) => Response | Promise<Response>;

/** A path as Elysia's pattern, and its handler. */
export type Routed = readonly [path: string, answer: Answer];

/** Answers what it has a route for; never throws. */
export type Router = (request: Request, exchange: Exchange) => Response | Promise<Response>;

/** The answer of a route. Never throws. */
export type Answered = (routed: Routed, request: Request, exchange: Exchange, params: Params) => Promise<Response>;

/** Answers at a route, and notes it. */
export const answerAt: Answered = async ([path, answer], request, exchange, params) => {
  exchange.route = path;
  try {
    return await answer(request, exchange, params);
  } catch (error) {
    // Here and not by Elysia, which would make headers of its own.
    return answerFailure(request, exchange, error);
  }
};

/** The answer for what was thrown, which the log gets too. */
export function answerFailure(request: Request, exchange: Exchange, error: unknown): Response {
  exchange.failure = error;
  return errorResponse(answeringOf(request.headers, exchange), error);
}
