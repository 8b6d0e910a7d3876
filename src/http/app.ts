/**
 * The application: Elysia finds the route, `dispatch` runs it, `respond.ts` makes the answer, one log line reports it.
 */
import { Strays } from "../cloud/strays.ts";
import { OcciError } from "../errors.ts";
import { isChange } from "../http-methods.ts";
import { Screens } from "../screen/screens.ts";
import { account } from "./account.ts";
import { EventHub } from "./api/events/hub.ts";
import { SharedReads } from "./api/shared-reads.ts";
import type { AppDeps } from "./app-deps.ts";
import { settled } from "./arriving.ts";
import { hasTwoHosts } from "./closing.ts";
import { isBrowserAtRoot } from "./console/at-root.ts";
import { consoleHeaders } from "./console/headers.ts";
import { consoleRequest } from "./console/login.ts";
import { CONSOLE_PATH, isConsolePath } from "./console/places.ts";
import { isServed } from "./console/site.ts";
import { isSafe } from "./console/transport.ts";
import { isPreflight, PREFLIGHT_HEADERS, share } from "./cors.ts";
import { type BrowserRules, browserRules, checkBrowser, sharingOrigin } from "./cross-origin.ts";
import { dialectOf } from "./dialect.ts";
import type { Connection, Exchange } from "./exchange.ts";
import { InFlight } from "./in-flight.ts";
import { noUse } from "./observed.ts";
import { UNOBSERVED } from "./observer.ts";
import { ownPlaces, withoutPrefix } from "./own-places.ts";
import { isDoubtfulPath, type Target, targetOf } from "./path.ts";
import { checkVersion } from "./protocol.ts";
import { requestIdOf } from "./request-id.ts";
import { answeringOf, resultResponse } from "./respond.ts";
import { answerFailure } from "./routed.ts";
import { createRouters } from "./routers.ts";
import { ELSEWHERE } from "./routes.ts";
import { traceOf } from "./trace.ts";
import { Turns } from "./turns.ts";
import { Views } from "./views.ts";

/** Answers one request. Never throws. */
export type App = (request: Request, connection: Connection) => Promise<Response>;

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
    views: new Views(),
  };
  const route = createRouters(within);
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
      use: noUse(),
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
      route: ELSEWHERE,
    };
    const sharedWith = sharingOrigin(request, rules);
    let response: Response;
    try {
      checkTarget(request, target, connection);
      checkVersion(request.headers.get("user-agent"));
      if (mustSettle(request)) await settled(request);
      checkBrowser(request, rules);
      if (hasConsole) markConsole(exchange, request, rules, deps.config);
      if (sharedWith !== undefined && isPreflight(request)) {
        response = resultResponse(answeringOf(request.headers, exchange), { status: 204, headers: PREFLIGHT_HEADERS });
      } else if (
        hasConsole &&
        isBrowserAtRoot(request, target.path) &&
        isSafe(request.headers, connection, deps.config)
      ) {
        const location = `${own.prefix}${CONSOLE_PATH}/`;
        response = resultResponse(answeringOf(request.headers, exchange), { status: 302, location });
      } else {
        response = await route(request, exchange);
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

/**
 * @throws OcciError OVERLOADED where that cannot be told yet; INVALID_REQUEST where others may see another host or another path than this
 * server does.
 */
function checkTarget(request: Request, { path }: Target, { doubtfulPath, undecidedPath }: Connection): void {
  if (hasTwoHosts(request)) throw new OcciError("INVALID_REQUEST", "The request has two Host headers.");
  if (undecidedPath === true) {
    throw new OcciError(
      "OVERLOADED",
      "The server has just started, and cannot yet read a path with repeated slashes.",
      {
        hint: "Send the request again, preferably without repeated slashes.",
        retryAfter: 1,
      },
    );
  }
  if (doubtfulPath !== true && !isDoubtfulPath(path)) return;
  throw new OcciError("INVALID_REQUEST", "The path of the request is ambiguous.", {
    hint: "Send it without the segments . and .., encoded slashes, backslashes, control characters and repeated slashes.",
  });
}

/** Whether the bytes after a request matter to it: it may change something, or has chunks that may be faulty. */
function mustSettle({ method, headers }: Request): boolean {
  return isChange(method) || headers.has("transfer-encoding");
}
