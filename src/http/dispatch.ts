/** From a matched route to its answer: methods, credentials, handler, errors. */

import { OcciError } from "../errors.ts";
import { say } from "../wording.ts";
import { type Credentials, withHashHint } from "./auth.ts";
import { authenticate, withCertificateHint } from "./authenticate.ts";
import type { Handler } from "./call.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";
import type { Exchange } from "./exchange.ts";
import { allowOf, methodNotAllowed } from "./methods.ts";
import { RequestCall } from "./request-call.ts";
import { type Answering, answeringOf, errorResponse, resultResponse } from "./respond.ts";
import type { Result } from "./result.ts";
import type { Route } from "./routes.ts";
import { LARGE, type Outgoing } from "./unsent.ts";

function handlerOf(route: Route, method: string): Handler {
  const name = method === "HEAD" ? "GET" : method;
  const handler = Object.hasOwn(route.methods, name) ? route.methods[name as keyof Route["methods"]] : undefined;
  if (handler !== undefined) return handler;
  if (Object.keys(route.methods).length === 0) {
    throw new OcciError("NOT_FOUND", "Nothing exists at this address.", {
      hint: say`${{ look: "/" }} lists the addresses that exist.`,
    });
  }
  throw methodNotAllowed(method, Object.keys(route.methods));
}

/** A path of OpenNebula's XML, with what Elysia found in it, percent-decoded. */
export interface XmlPlace {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** @throws OcciError OVERLOADED, at once, when the request would only wait. @returns counts it as answered. */
function admit(
  { user, session }: Credentials,
  { config, oned, inFlight }: Pick<DispatchDeps, "config" | "oned" | "inFlight">,
): () => void {
  if (oned.isFullFor(user, config.requestsWaiting)) {
    throw new OcciError("OVERLOADED", "Too many requests are waiting for OpenNebula.", { retryAfter: 1 });
  }
  // The count is by session, so that requests with a wrong password take nothing from the user.
  return inFlight.enter(session, config.requestsPerUser);
}

/** `/compute/:id/action` with its id is `compute/7`. */
function resourceOf({ route, params: { id } }: XmlPlace): string {
  const [, kind = ""] = route.path.split("/");
  return id === undefined ? kind : `${kind}/${id}`;
}

/** A large answer on its way; undefined for one that is handed on whole, and where only its headers are asked for. */
function sending({ method }: Request, { connection }: Exchange, { body }: Result): Promise<Outgoing> | undefined {
  if (body === undefined || connection.send === undefined || method === "HEAD") return undefined;
  if (typeof body === "string") {
    return body.length < LARGE ? undefined : connection.send([new TextEncoder().encode(body)]);
  }
  const size = body.reduce((sum, { length }) => sum + length, 0);
  return size < LARGE ? undefined : connection.send(body);
}

/** The answer that is handed on whole, or that has no known end. */
function answerOf(exchange: Exchange, answering: Answering, result: Result): Response {
  if (result.stream === undefined) return resultResponse(answering, result);
  exchange.ended = result.stream.ended;
  exchange.connection.endless?.();
  return resultResponse(answering, result, result.stream.body);
}

/** Finds out who a request is from. @throws OcciError BAD_CREDENTIALS and others. */
export type Identify = () => Credentials | Promise<Credentials>;

async function run(
  place: XmlPlace | Handler,
  request: Request,
  exchange: Exchange,
  answering: Answering,
  all: DispatchDeps,
  identify: Identify,
): Promise<Response> {
  const identified = identify();
  const credentials = identified instanceof Promise ? await identified : identified;
  exchange.user = credentials.user;
  const leave = admit(credentials, all);
  const isHandler = typeof place === "function";
  const call = new RequestCall(request, exchange, credentials, all, isHandler ? {} : place.params);
  let sent: Promise<void> | undefined;
  try {
    const handler = isHandler ? place : handlerOf(place.route, request.method);
    if (!isHandler) exchange.resource = resourceOf(place);
    const result = await handler(call);
    if (result.skipped !== undefined) exchange.skipped = result.skipped;
    const outgoing = sending(request, exchange, result);
    if (outgoing === undefined) return answerOf(exchange, answering, result);
    const large = await outgoing;
    sent = large.sent;
    return resultResponse(answering, result, large.body);
  } catch (error) {
    if (isForKnownUsersOnly(error)) await call.known();
    if (!(error instanceof OcciError)) throw error;
    const hinted = withHashHint(error, credentials, all.config.hashedClients);
    throw withCertificateHint(hinted, exchange.connection, all.x509 !== undefined);
  } finally {
    // A large answer counts as long as it is in memory.
    if (sent === undefined) leave();
    else void sent.then(leave);
  }
}

/** Whether an error must be shown only to a user whom oned has accepted: it says what is wrong with the request. */
function isForKnownUsersOnly(error: unknown): boolean {
  // A client that has gone hears nothing.
  if (!(error instanceof OcciError) || error.code === "CLIENT_GONE") return false;
  return (error.status < 500 || error.status === 501) && error.status !== 401;
}

/**
 * Runs a handler of OCCI 1.2 or of the JSON API, or what a place of XML has for the method. Never throws: errors are answers.
 * @param identify where a request does not say by its headers who it is from.
 */
export async function dispatch(
  place: XmlPlace | Handler,
  request: Request,
  exchange: Exchange,
  deps: DispatchDeps,
  identify: Identify = () => authenticate(request, exchange.connection, deps.x509, exchange.console),
): Promise<Response> {
  const { headers } = request;
  const answering = answeringOf(headers, exchange);
  if (request.method === "OPTIONS" && "route" in place && Object.keys(place.route.methods).length > 0) {
    return resultResponse(answering, { status: 204, headers: [["Allow", allowOf(Object.keys(place.route.methods))]] });
  }
  try {
    return await run(place, request, exchange, answering, deps, identify);
  } catch (error) {
    exchange.failure = error;
    return errorResponse(answering, error);
  }
}
