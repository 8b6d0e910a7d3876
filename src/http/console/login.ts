/**
 * Whether a request is the console's, and who is signed in there. The cookie counts only for requests of the console's own
 * page: of the same origin by the browser's word, and for changes with a header that no form can send.
 */
import type { Config } from "../../config/config.ts";
import { CONSOLE_HEADER } from "../../console-page.ts";
import { OcciError } from "../../errors.ts";
import { isRead } from "../../http-methods.ts";
import { isApiPath } from "../api/path.ts";
import { type BrowserRules, isOfSameOrigin } from "../cross-origin.ts";
import { type ConsoleSession, cookieName, readCookie } from "./cookie.ts";
import { isConsolePath } from "./places.ts";

/** A request of the console. */
export interface ConsoleRequest {
  /** Undefined for a browser that is not signed in by a password. */
  readonly session: ConsoleSession | undefined;
}

/**
 * @returns undefined for a request that is not the console's: for it the cookie does not exist. For one that is, the
 *   browser's remembered HTTP Basic does not exist.
 * @throws OcciError INVALID_REQUEST where a request has both logins, and does not say which of them counts.
 */
export function consoleRequest(
  request: Pick<Request, "method" | "headers">,
  path: string,
  rules: BrowserRules,
  config: Pick<Config, "baseUrl" | "port">,
): ConsoleRequest | undefined {
  if (!isApiPath(path) && !isConsolePath(path)) return undefined;
  const { method, headers } = request;
  const isScript = headers.get(CONSOLE_HEADER) === "1";
  if (!isScript && !headers.has("cookie")) return undefined;
  if (!isOfSameOrigin(request, rules)) return undefined;
  const session = readCookie(headers.get("cookie"), cookieName(headers, config));
  if (isScript) return { session };
  if (session === undefined || !isRead(method)) return undefined;
  if (headers.has("authorization")) {
    throw new OcciError("INVALID_REQUEST", "The request has two logins: HTTP Basic, and the cookie of the console.", {
      hint: "Send one of them.",
    });
  }
  return { session };
}
