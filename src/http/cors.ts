/**
 * The answers that pages of the origins in CORS_ORIGINS may read, with the login that the browser remembers (Fetch,
 * 3.3).
 */
import { METHODS } from "../http-methods.ts";
import type { BrowserRules } from "./cross-origin.ts";

/**
 * The request headers that the server reads, and those that libraries of web pages add. A `*` would not count beside a
 * login.
 */
const REQUEST_HEADERS =
  "Accept, Authorization, Category, Content-Type, Idempotency-Key, If-None-Match, Link, Prefer, traceparent, tracestate, X-OCCI-Attribute, X-OCCI-Location, X-Request-Id, X-Requested-With";
/** The answer headers, besides those that every page may read. */
const ANSWER_HEADERS =
  "Accept, Allow, Category, ETag, Link, Location, Preference-Applied, Retry-After, Server, WWW-Authenticate, X-OCCI-Attribute, X-OCCI-Location, X-OCCI-Skipped, X-Request-Id";
/** Seconds that a browser may remember the answer to a preflight. */
const MAX_AGE = "600";

/** Whether a browser asks what a page may send, before it sends it: it does so without a login. */
export function isPreflight({ method, headers }: Request): boolean {
  return method === "OPTIONS" && headers.has("access-control-request-method");
}

/** For the answer to a preflight. */
export const PREFLIGHT_HEADERS: readonly (readonly [string, string])[] = [
  ["Access-Control-Allow-Methods", METHODS.join(", ")],
  ["Access-Control-Allow-Headers", REQUEST_HEADERS],
  ["Access-Control-Max-Age", MAX_AGE],
];

/**
 * Lets the page that a request comes from read the answer, errors too. @param origin undefined for any other request.
 */
export function share(response: Response, origin: string | undefined, { sharedWith }: BrowserRules): void {
  // Without such origins the headers of the answer are not even looked at: Bun makes an object of them then.
  if (sharedWith.size === 0) return;
  const { headers } = response;
  headers.append("Vary", "Origin");
  if (origin === undefined) return;
  headers.set("Access-Control-Allow-Origin", origin);
  headers.set("Access-Control-Allow-Credentials", "true");
  headers.set("Access-Control-Expose-Headers", ANSWER_HEADERS);
}
