/** The application: Elysia finds the route, `dispatch` runs it, `respond.ts` makes the answer, one log line tells of it. */
import { Elysia } from "elysia";
import type { CloudDeps } from "../cloud/deps.ts";
import type { X509Login } from "../cloud/x509-login.ts";
import { OcciError } from "../errors.ts";
import type { Logger } from "../log/log.ts";
import type { OnedConnection } from "../opennebula/client.ts";
import { chunksChecked } from "./arriving.ts";
import { dispatch } from "./dispatch.ts";
import type { Connection, Exchange } from "./exchange.ts";
import { InFlight } from "./in-flight.ts";
import type { LoginDelay } from "./login-delay.ts";
import { type Target, targetOf } from "./path.ts";
import type { ClientOf } from "./proxies.ts";
import { requestIdOf } from "./request-id.ts";
import { errorResponse } from "./respond.ts";
import { ROUTES, type Route } from "./routes.ts";

export interface AppDeps extends CloudDeps {
  readonly oned: OnedConnection;
  readonly logins: LoginDelay;
  readonly log: Logger;
  /** Whom a connection is from, where proxies stand in between. */
  readonly clientOf?: ClientOf;
  /** With AUTH=x509. */
  readonly x509?: X509Login;
}

/** Answers one request. Never throws. */
export type App = (request: Request, connection: Connection) => Promise<Response>;

const REFUSED_LOGINS: ReadonlySet<string> = new Set(["BAD_CREDENTIALS", "LOGIN_DELAYED"]);

const NOWHERE: Route = { path: "/*", methods: {} };

/** Elysia finds the path by counting from the URL's start, which a short Host header confuses: it gets a URL of ours. */
function withPlainUrl(request: Request, target: Target): Request {
  const url = `http://localhost${target.path}${target.query === "" ? "" : `?${target.query}`}`;
  return Object.defineProperty(request, "url", { value: url });
}

/** Bun joins the lines of a header that comes twice. */
export function hasTwoHosts(request: Request): boolean {
  return (request.headers.get("host") ?? "").includes(",");
}

/** Makes the application. */
export function createApp(deps: AppDeps): App {
  const inFlight = new InFlight();
  const exchanges = new WeakMap<Request, Exchange>();
  const router = new Elysia({ name: "occi-server" });

  for (const route of [...ROUTES, NOWHERE]) {
    router.all(
      route.path,
      ({ request, params }) => {
        const exchange = exchanges.get(request);
        if (exchange === undefined) throw new Error("a request that did not come through the front door");
        return dispatch(route, request, params as Record<string, string>, exchange, { ...deps, inFlight });
      },
      { parse: "none" },
    );
  }
  router.onError(({ error, request }) => {
    const exchange = exchanges.get(request);
    if (exchange !== undefined) exchange.failure = error;
    return answerError(request, exchange?.id ?? "", error);
  });

  return async (request, direct) => {
    const started = performance.now();
    const connection = deps.clientOf?.(request, direct) ?? direct;
    const target = targetOf(request.url);
    const exchange: Exchange = {
      id: requestIdOf(request.headers.get("x-request-id")),
      target,
      use: { calls: 0, milliseconds: 0 },
      connection,
    };
    let response: Response;
    try {
      if (hasTwoHosts(request)) throw new OcciError("INVALID_REQUEST", "The request has two Host headers.");
      await chunksChecked(request);
      exchanges.set(request, exchange);
      response = await router.fetch(withPlainUrl(request, target));
    } catch (error) {
      exchange.failure = error;
      response = answerError(request, exchange.id, error);
    }
    logExchange(deps.log, request, exchange, response, performance.now() - started);
    return response;
  };
}

function answerError(request: Request, requestId: string, error: unknown): Response {
  return errorResponse({ accept: request.headers.get("accept"), requestId }, error);
}

function logExchange(
  log: Logger,
  request: Request,
  exchange: Exchange,
  response: Response,
  milliseconds: number,
): void {
  const { failure } = exchange;
  if (failure !== undefined && response.status >= 500) {
    const request = exchange.id;
    if (failure instanceof OcciError) log.error(failure.message, { request, cause: failure.cause });
    else log.error("a request failed", { request, cause: failure, stack: (failure as Error | null)?.stack });
  }
  if (failure instanceof OcciError && exchange.user !== undefined && REFUSED_LOGINS.has(failure.code)) {
    // A filter of fail2ban looks for this: the client stands in front of what it sends.
    const { connection, user, id } = exchange;
    log.warning("login refused", { client: connection.address, user, request: id });
  }
  log.access({
    client: exchange.connection.address,
    user: exchange.user,
    method: request.method,
    path: exchange.target.path,
    status: response.status,
    milliseconds,
    onedMilliseconds: exchange.use.milliseconds,
    onedCalls: exchange.use.calls,
    requestId: exchange.id,
  });
}
