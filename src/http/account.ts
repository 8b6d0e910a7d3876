/** The records of a request that has been answered: its line in the log, the audit line of a change, the counters. */

import { OcciError } from "../errors.ts";
import type { Audit, Logger } from "../log/log.ts";
import { loggedPath } from "./api/logged-path.ts";
import type { Exchange } from "./exchange.ts";
import type { Observer } from "./observer.ts";

export interface Answered {
  readonly request: Request;
  readonly exchange: Exchange;
  readonly response: Response;
  readonly milliseconds: number;
}

/** Tells all who want to know. */
export function account(log: Logger, observer: Observer, answered: Answered): void {
  const { request, exchange, response, milliseconds } = answered;
  const { status } = response;
  observer.requestEnded({
    route: exchange.route,
    dialect: exchange.dialect,
    method: request.method,
    status,
    milliseconds,
  });
  logFailure(log, answered);
  for (const object of exchange.skipped ?? []) {
    log.warning("an object was omitted from a list because OpenNebula cannot send it", {
      object,
      request: exchange.id,
    });
  }
  if (isRefusedLogin(exchange)) {
    observer.loginFailed();
    // A filter of fail2ban looks for this: the client stands in front of what it sends.
    log.warning("login refused", { client: exchange.connection.address, user: exchange.user, request: exchange.id });
  }
  const refused = refusedBrowserOf(answered);
  if (refused !== undefined) {
    observer.browserRefused(refused.code);
    log.warning("refused a request from a browser", refused);
  }
  const audit = auditOf(answered);
  if (audit !== undefined) log.audit(audit);
  log.access({
    client: exchange.connection.address,
    ...nameOf(exchange),
    method: request.method,
    path: loggedPath(exchange.target.path),
    status,
    milliseconds,
    onedMilliseconds: exchange.use.milliseconds,
    onedCalls: exchange.use.calls,
    requestId: exchange.id,
    ...exchange.trace,
  });
}

/** `user` if oned accepted the login in this request, otherwise `claimed`. */
function nameOf({ user, use }: Exchange): Pick<Audit, "user" | "claimed"> {
  return use.accepted ? { user } : { user: undefined, claimed: user };
}

/** The longest header in the log, in characters. */
const SHOWN = 200;

/** The headers of a refused browser that name the page behind it, and the host that it addressed. */
function refusedBrowserOf({ request, exchange }: Answered) {
  const { failure, connection, id } = exchange;
  const code = failure instanceof OcciError ? failure.code : undefined;
  if (code !== "CROSS_ORIGIN" && code !== "HOST_NOT_ALLOWED") return undefined;
  const headerText = (name: string): string | undefined => request.headers.get(name)?.slice(0, SHOWN);
  return {
    code,
    client: connection.address,
    origin: headerText("origin"),
    site: headerText("sec-fetch-site"),
    host: headerText("host"),
    request: id,
  };
}

const REFUSED_LOGINS: ReadonlySet<string> = new Set(["BAD_CREDENTIALS", "LOGIN_DELAYED"]);

/** Without a user name this was not a login: many clients send their first request so. */
function isRefusedLogin({ failure, user }: Exchange): boolean {
  return failure instanceof OcciError && user !== undefined && REFUSED_LOGINS.has(failure.code);
}

function logFailure(log: Logger, { exchange, response }: Answered): void {
  const { failure } = exchange;
  // A request for something that OpenNebula or this server cannot do at all does not count as their failure.
  if (failure === undefined || response.status < 500 || response.status === 501) return;
  const request = exchange.id;
  if (failure instanceof OcciError) log.error(failure.message, { request, cause: failure.cause });
  else log.error("a request failed", { request, cause: failure, stack: (failure as Error | null)?.stack });
}

const ACTIONS: Readonly<Record<string, string>> = { POST: "create", PUT: "change", DELETE: "delete" };

/**
 * The audit line of a change by a user whom oned accepted in this request. A change that might have been carried out
 * gets one even if its only call failed, when oned has said nothing about the user.
 */
function auditOf({ request, exchange, response }: Answered): Audit | undefined {
  const { failure, use } = exchange;
  const action = exchange.action ?? ACTIONS[request.method];
  if (action === undefined || isRefusedLogin(exchange)) return undefined;
  const [kind = "", id] = (exchange.resource ?? "").split("/");
  if (kind === "") return undefined;
  if (!use.accepted && !use.unsettled) return undefined;
  const createdId = /\/([^/]+)$/.exec(response.headers.get("location") ?? "")?.[1];
  return {
    ...nameOf(exchange),
    action,
    kind,
    id: id ?? createdId,
    made: id === undefined ? undefined : createdId,
    outcome: failure === undefined ? "done" : failure instanceof OcciError ? failure.code : "INTERNAL",
    status: response.status,
    client: exchange.connection.address,
    requestId: exchange.id,
    ...exchange.trace,
  };
}
