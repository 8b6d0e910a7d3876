/**
 * The application: Elysia finds the route, `dispatch` runs it, `respond.ts` makes the answer, one log line reports it.
 */
import { Elysia } from "elysia";
import { Strays } from "../cloud/strays.ts";
import { OcciError } from "../errors.ts";
import { Screens } from "../screen/screens.ts";
import { account } from "./account.ts";
import { EventHub } from "./api/events/hub.ts";
import { apiHandler, openAnswer } from "./api/handler.ts";
import { apiPlaces } from "./api/places.ts";
import { SharedReads } from "./api/shared-reads.ts";
import type { AppDeps } from "./app-deps.ts";
import { settled } from "./arriving.ts";
import { hasTwoHosts } from "./closing.ts";
import { consoleHeaders } from "./console/headers.ts";
import { consoleRequest } from "./console/login.ts";
import { CONSOLE_PATH, isConsolePath, SESSION_PATH } from "./console/places.ts";
import { createServe, isBrowserAtRoot, type Serve } from "./console/serve.ts";
import { answerSession } from "./console/session.ts";
import { isServed } from "./console/site.ts";
import { isSafe } from "./console/transport.ts";
import { isPreflight, PREFLIGHT_HEADERS, share } from "./cors.ts";
import { type BrowserRules, browserRules, checkBrowser, sharingOrigin } from "./cross-origin.ts";
import { dialectOf } from "./dialect.ts";
import { type DispatchDeps, dispatch } from "./dispatch.ts";
import type { Connection, Exchange } from "./exchange.ts";
import { InFlight } from "./in-flight.ts";
import { unused } from "./observed.ts";
import { UNOBSERVED } from "./observer.ts";
import { ogfHandlers } from "./ogf/handler.ts";
import { ownPlaces, withoutPrefix } from "./own-places.ts";
import { isDoubtfulPath, type Target, targetOf } from "./path.ts";
import { checkVersion } from "./protocol.ts";
import { requestIdOf } from "./request-id.ts";
import { answeringOf, errorResponse, resultResponse } from "./respond.ts";
import { allPlaces, ELSEWHERE } from "./routes.ts";
import { traceOf } from "./trace.ts";
import { Turns } from "./turns.ts";

/** Answers one request. Never throws. */
export type App = (request: Request, connection: Connection) => Promise<Response>;

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
 * Elysia reads the source of handlers to find out which parts of a request they use. In minified code it may believe that
 * they use the headers: it gets none.
 */
const NO_HEADERS = new Headers();

function arrived(request: Request, exchange: Exchange): Arrived {
  const { path, query } = exchange.target;
  const url = `http://localhost${path}${query === "" ? "" : `?${query}`}`;
  return { method: request.method, url, headers: NO_HEADERS, request, exchange };
}

/** What answers at a path. @param params what the path has in the place of its members, decoded. */
type Answer = (
  request: Request,
  exchange: Exchange,
  params: Readonly<Record<string, string>>,
) => Response | Promise<Response>;

/** The router for all languages. Its handlers get what was handed to it. */
function createRouter(within: DispatchDeps, serve: Serve): (arrived: Arrived) => Promise<Response> {
  const router = new Elysia({ name: "occi-server" });
  const at = (path: string, answer: Answer): void => {
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
  };
  const handlerOf = ogfHandlers();
  for (const { path, xml, ogf } of allPlaces()) {
    const handler = handlerOf(ogf);
    at(path, (request, exchange, params) => {
      const isOgf = exchange.dialect === "ogf";
      exchange.route = isOgf ? ogf.name : xml.path;
      return dispatch(isOgf ? handler : { route: xml, params }, request, exchange, within);
    });
  }
  for (const place of apiPlaces()) {
    at(place.path, (request, exchange, params) => {
      const open = openAnswer(place, request, exchange, within);
      if (open !== undefined) return resultResponse(answeringOf(request.headers, exchange), open);
      return dispatch(apiHandler(place, params), request, exchange, within);
    });
  }
  at(SESSION_PATH, (request, exchange) => answerSession(request, exchange, within));
  for (const path of [CONSOLE_PATH, `${CONSOLE_PATH}/`, `${CONSOLE_PATH}/*`]) {
    at(path, (request, exchange) => resultResponse(answeringOf(request.headers, exchange), serve(request, exchange)));
  }
  router.onError(({ error, ...context }) => {
    const { request, exchange } = context.request as unknown as Arrived;
    return answerFailure(request, exchange, error);
  });
  return async (arrived) => router.fetch(arrived as unknown as Request);
}

/** Makes the application. @param events of the server, where the application is not its first. */
export function createApp(deps: AppDeps, events = new EventHub(deps.eventLimits)): App {
  const strays = new Strays(deps.clock, (line) => deps.log.warning(line));
  const { observer = UNOBSERVED, screens = new Screens() } = deps;
  const rules = browserRules(deps.config);
  const within = {
    ...deps,
    inFlight: new InFlight(),
    turns: new Turns(),
    sharedReads: new SharedReads(),
    events,
    observer,
    strays,
    screens,
  };
  const route = createRouter(within, createServe(deps.config, deps.console));
  const hasConsole = isServed(deps.config, deps.console);
  const headersOfConsole = consoleHeaders(deps.config);

  return async (request, direct) => {
    const started = performance.now();
    const connection = deps.clientOf?.(request, direct) ?? direct;
    observer.requestBegan();
    const own = ownPlaces(deps.config, request.headers.get("host"));
    const sent = targetOf(request.url);
    const target = { ...sent, path: withoutPrefix(sent.path, own.prefix) };
    const exchange: Exchange = {
      id: requestIdOf(request.headers.get("x-request-id")),
      target,
      own,
      use: unused(),
      connection,
      trace: traceOf(request.headers.get("traceparent")),
      dialect: dialectOf(
        {
          path: target.path,
          query: target.query,
          contentType: request.headers.get("content-type"),
          accept: request.headers.get("accept"),
        },
        deps.config.defaultDialect,
      ),
      route: ELSEWHERE.path,
    };
    const sharedWith = sharingOrigin(request, rules);
    let response: Response;
    try {
      checkTarget(request, target, connection);
      checkVersion(request.headers.get("user-agent"));
      if (mustSettle(request)) await settled(request);
      checkBrowser(request, rules);
      if (hasConsole) markConsole(exchange, request, rules, deps.config);
      const answering = answeringOf(request.headers, exchange);
      if (sharedWith !== undefined && isPreflight(request)) {
        response = resultResponse(answering, { status: 204, headers: PREFLIGHT_HEADERS });
      } else if (
        hasConsole &&
        isBrowserAtRoot(request, target.path) &&
        isSafe(request.headers, connection, deps.config)
      ) {
        response = resultResponse(answering, { status: 302, location: `${own.prefix}${CONSOLE_PATH}/` });
      } else {
        response = await route(arrived(request, exchange));
      }
    } catch (error) {
      response = answerFailure(request, exchange, error);
    }
    if (isConsolePath(target.path)) for (const [name, value] of headersOfConsole) response.headers.set(name, value);
    share(response, sharedWith, rules);
    const tell = (): void => {
      account(deps.log, observer, { request, exchange, response, milliseconds: performance.now() - started });
    };
    if (exchange.ended === undefined) tell();
    else void exchange.ended.then(tell);
    return response;
  };
}

/** @throws OcciError INVALID_REQUEST for two logins. */
function markConsole(exchange: Exchange, request: Request, rules: BrowserRules, config: AppDeps["config"]): void {
  const console = consoleRequest(request, exchange.target.path, rules, config);
  if (console !== undefined) exchange.console = console;
}

/** @throws OcciError INVALID_REQUEST where others may see another host or another path than this server does. */
function checkTarget(request: Request, { path }: Target, { doubtfulPath }: Connection): void {
  if (hasTwoHosts(request)) throw new OcciError("INVALID_REQUEST", "The request has two Host headers.");
  if (doubtfulPath !== true && !isDoubtfulPath(path)) return;
  throw new OcciError("INVALID_REQUEST", "The path of the request can be read as another path.", {
    hint: "Send it without the segments . and .., encoded slashes, backslashes, control characters and repeated slashes.",
  });
}

const CHANGING: ReadonlySet<string> = new Set(["POST", "PUT", "DELETE", "PATCH"]);

/** Whether the bytes after a request matter to it: it may change something, or has chunks that may be faulty. */
function mustSettle({ method, headers }: Request): boolean {
  return CHANGING.has(method) || headers.has("transfer-encoding");
}

function answerFailure(request: Request, exchange: Exchange, error: unknown): Response {
  exchange.failure = error;
  return errorResponse(answeringOf(request.headers, exchange), error);
}
