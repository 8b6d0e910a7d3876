/** From a matched route to its answer: methods, credentials, handler, errors. */

import { forRequest } from "../cloud/deps.ts";
import { recovering } from "../cloud/lost-answer.ts";
import type { Strays } from "../cloud/strays.ts";
import * as users from "../cloud/user.ts";
import { OcciError } from "../errors.ts";
import type { Screens } from "../screen/screens.ts";
import { say } from "../wording.ts";
import type { EventHub } from "./api/events/hub.ts";
import type { SharedReads } from "./api/shared-reads.ts";
import type { AppDeps } from "./app-deps.ts";
import { attended } from "./attended.ts";
import { type Credentials, withHashHint } from "./auth.ts";
import { authenticate, withCertificateHint } from "./authenticate.ts";
import type { Handler, Screening } from "./call.ts";
import type { Exchange } from "./exchange.ts";
import type { InFlight } from "./in-flight.ts";
import { allowOf, methodNotAllowed } from "./methods.ts";
import { observed } from "./observed.ts";
import type { Observer } from "./observer.ts";
import { type Answering, answeringOf, errorResponse, resultResponse } from "./respond.ts";
import type { Result } from "./result.ts";
import type { Route } from "./routes.ts";
import type { Turns } from "./turns.ts";
import { LARGE, type Outgoing } from "./unsent.ts";

function handlerOf(route: Route, method: string): Handler {
  const name = method === "HEAD" ? "GET" : method;
  const handler = Object.hasOwn(route.methods, name) ? route.methods[name as keyof Route["methods"]] : undefined;
  if (handler !== undefined) return handler;
  if (Object.keys(route.methods).length === 0) {
    throw new OcciError("NOT_FOUND", "There is nothing at this address.", {
      hint: say`${{ look: "/" }} lists what there is.`,
    });
  }
  throw methodNotAllowed(method, Object.keys(route.methods));
}

export interface DispatchDeps extends AppDeps {
  readonly inFlight: InFlight;
  readonly turns: Turns;
  readonly sharedReads: SharedReads;
  readonly events: EventHub;
  readonly observer: Observer;
  readonly strays: Strays;
  readonly screens: Screens;
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

/** The audit line of the end is one of the request that began it. */
function screeningOf({ headers: sent }: Request, exchange: Exchange, all: DispatchDeps): Screening {
  const { connection, console, id: requestId, user, trace } = exchange;
  const headers = new Headers(sent);
  return {
    screens: all.screens,
    upgrade: connection.upgrade,
    async again() {
      return { deps: forRequest(all), ...(await authenticate({ headers }, connection, all.x509, console)) };
    },
    closed(end) {
      const [kind = "", id] = (exchange.resource ?? "").split("/");
      const client = connection.address;
      all.log.audit({ user, action: "close-screen", kind, id, client, requestId, ...trace, ...end });
    },
  };
}

/** A large answer on its way; undefined for one that is handed on whole, and where only its headers are asked for. */
async function sending({ method }: Request, { connection }: Exchange, { body }: Result): Promise<Outgoing | undefined> {
  if (body === undefined || connection.send === undefined || method === "HEAD") return undefined;
  if (typeof body === "string") {
    return body.length < LARGE ? undefined : connection.send([new TextEncoder().encode(body)]);
  }
  const size = body.reduce((sum, { length }) => sum + length, 0);
  return size < LARGE ? undefined : connection.send(body);
}

/** Finds out who a request is from. @throws OcciError BAD_CREDENTIALS and others. */
export type Identify = () => Promise<Credentials>;

async function run(
  place: XmlPlace | Handler,
  request: Request,
  exchange: Exchange,
  answering: Answering,
  all: DispatchDeps,
  identify: Identify,
): Promise<Response> {
  const { config, clock, x509 } = all;
  const credentials = await identify();
  exchange.user = credentials.user;
  const { user, session } = credentials;
  const leave = admit(credentials, all);
  const login = { user, session, address: exchange.connection.address, longest: config.loginDelay };
  const oned = recovering(all.logins.guard(observed(all.oned, exchange.use), login), {
    clock,
    wait: config.wait,
    driverTimeout: config.oneDriverTimeout,
    strays: all.strays,
  });
  const deps = forRequest(all, attended(oned, request), () => request.signal);
  const known = async (): Promise<void> => {
    if (!exchange.use.accepted) await users.login(deps, session);
  };
  let sent: Promise<void> | undefined;
  try {
    const isHandler = typeof place === "function";
    const handler = isHandler ? place : handlerOf(place.route, request.method);
    if (!isHandler) exchange.resource = resourceOf(place);
    const result = await handler({
      deps,
      request,
      target: exchange.target,
      session,
      user,
      own: exchange.own,
      params: isHandler ? {} : place.params,
      known,
      turn: (bytes) => all.turns.take(session, bytes),
      untimed: () => exchange.connection.untimed(),
      concerns: (resource) => {
        exchange.resource = resource;
      },
      performs: (word) => {
        exchange.action = word;
      },
      shared: async (key, read) => {
        const value = await all.sharedReads.join(`${session} ${key}`, read);
        // The request that made the call was of this session.
        exchange.use.accepted = true;
        return value;
      },
      events: all.events,
      oned: all.oned,
      observer: all.observer,
      screening: () => screeningOf(request, exchange, all),
    });
    if (result.skipped !== undefined) exchange.skipped = result.skipped;
    if (result.stream !== undefined) {
      exchange.ended = result.stream.ended;
      exchange.connection.endless?.();
      return resultResponse(answering, result, result.stream.body);
    }
    const outgoing = await sending(request, exchange, result);
    sent = outgoing?.sent;
    return resultResponse(answering, result, outgoing?.body);
  } catch (error) {
    if (isForKnownUsersOnly(error)) await known();
    if (!(error instanceof OcciError)) throw error;
    const hinted = withHashHint(error, credentials, config.hashedClients);
    throw withCertificateHint(hinted, exchange.connection, x509 !== undefined);
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
