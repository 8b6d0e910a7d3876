/**
 * Keeps foreign web pages from using a user's login: a browser adds it to whatever a page makes it send, but says where
 * that came from. Requests that say nothing of the kind are those of programs.
 * @see https://www.w3.org/TR/fetch-metadata/ and RFC 6454, 7.
 */
import type { Config } from "../config/config.ts";
import { OcciError } from "../errors.ts";
import { isRead } from "../http-methods.ts";
import { canonicalOrigin, hostName, isAllowedHost } from "./host-name.ts";

/** The rules for the requests of browsers. */
export interface BrowserRules {
  /** Origins of the server itself, whatever the Host header says: a proxy may have changed that. */
  readonly ownOrigins: ReadonlySet<string>;
  /** The schemes that a page of the server may have: that of the hrefs, and that of the listener. */
  readonly base: string;
  readonly listener: string;
  /** Origins of other pages that may use the server (CORS_ORIGINS). */
  readonly sharedWith: ReadonlySet<string>;
  /** The names that a browser may use for the server besides loopback names; undefined: any. */
  readonly hosts: ReadonlySet<string> | undefined;
}

export function browserRules({ baseUrl, server, port, ssl, corsOrigins, allowedHosts }: Config): BrowserRules {
  const listener = ssl === "off" ? "http" : "https";
  const base = new URL(baseUrl);
  const own = [base.origin, `${listener}://${server.includes(":") ? `[${server}]` : server}:${port}`];
  return {
    ownOrigins: new Set(own.flatMap((origin) => canonicalOrigin(origin) ?? [])),
    base: base.protocol.slice(0, -1),
    listener,
    sharedWith: new Set(corsOrigins),
    hosts: allowedHosts && new Set([server, base.hostname, ...allowedHosts].map(hostName)),
  };
}

type Asking = Pick<Request, "method" | "headers">;

/**
 * Refuses what a browser sends for a foreign page, and what it sends under a name that is not the server's: to the
 * browser a page of that name is of the same origin, wherever its DNS points by now. To be called before anything is
 * done for a request.
 * @throws OcciError CROSS_ORIGIN, HOST_NOT_ALLOWED.
 */
export function checkBrowser(request: Asking, rules: BrowserRules): void {
  if (isForeign(request, rules)) {
    throw new OcciError("CROSS_ORIGIN", "A web page of another origin made the browser send this request.", {
      hint: "The administrator can name origins that may do so in CORS_ORIGINS.",
    });
  }
  if (rules.hosts !== undefined && isOfBrowser(request.headers) && hasForeignHost(request.headers, rules.hosts)) {
    throw new OcciError("HOST_NOT_ALLOWED", "The browser addresses this server by a name that is not its own.", {
      hint: "Use the name in SERVER or SSL_SERVER; the administrator can name more in ALLOWED_HOSTS.",
    });
  }
}

/** The origin in CORS_ORIGINS that a request comes from; undefined for none. */
export function sharingOrigin({ headers }: Asking, { sharedWith }: BrowserRules): string | undefined {
  const origin = headers.get("origin");
  return origin !== null && sharedWith.has(origin) ? origin : undefined;
}

/**
 * Whether a page of another origin is behind a request. A person who follows a link from there may read: the page sees
 * nothing of what comes.
 */
export function isForeign({ method, headers }: Asking, rules: BrowserRules): boolean {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  if (origin !== null) {
    if (rules.sharedWith.has(origin)) return false;
    if (!isOwn(origin, namesOfServer(headers), site === "same-origin", rules)) return true;
  }
  // `none` is what a person typed, or has among the bookmarks. A header that comes twice is neither.
  if (site === null || site === "same-origin" || site === "none") return false;
  return !isFollowedLink(method, headers);
}

/**
 * Whether the browser itself says that a page of the server sent a request. Programs, which say nothing, and a person's
 * typing do not count.
 */
export function isOfSameOrigin({ headers }: Asking, rules: BrowserRules): boolean {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  if (origin !== null && !isOwn(origin, namesOfServer(headers), site === "same-origin", rules)) return false;
  return site === null ? origin !== null : site === "same-origin";
}

function isFollowedLink(method: string, headers: Headers): boolean {
  const reads = isRead(method);
  // Not in a frame, nor as an object of a page.
  return reads && headers.get("sec-fetch-mode") === "navigate" && headers.get("sec-fetch-dest") === "document";
}

/**
 * Whether an origin is the server's own: as configured, or as the request calls the server.
 * @param isSameOrigin whether the browser itself says that it is the same origin, and whether by http or https.
 */
function isOwn(text: string, names: readonly string[], isSameOrigin: boolean, rules: BrowserRules): boolean {
  const origin = canonicalOrigin(text);
  if (origin === undefined) return false;
  if (rules.ownOrigins.has(origin)) return true;
  // Else a page that came by plain HTTP might be another than the one behind TLS.
  const schemes = isSameOrigin ? [rules.base, rules.listener] : [rules.base];
  return names.some((name) => schemes.some((scheme) => canonicalOrigin(`${scheme}://${name}`) === origin));
}

/** The server's name in a request. A proxy that changes Host keeps the client's in X-Forwarded-Host, or not at all. */
function namesOfServer(headers: Headers): readonly string[] {
  const forwarded = headers.get("x-forwarded-host")?.split(",") ?? [];
  return [headers.get("host") ?? "", ...forwarded.map((name) => name.trim())];
}

/** A page can add X-Forwarded-Host by itself, but not take anything away: so all of the names count. */
function hasForeignHost(headers: Headers, hosts: ReadonlySet<string>): boolean {
  return !namesOfServer(headers).every((name) => isAllowedHost(name, hosts));
}

/**
 * Whether a browser has sent a request. Over plain HTTP it says nothing of where a GET comes from: then what is left
 * are habits of browsers, which a hostile page can disguise in part.
 */
function isOfBrowser(headers: Headers): boolean {
  if (headers.has("origin") || headers.has("sec-fetch-site") || headers.has("upgrade-insecure-requests")) return true;
  return headers.has("accept-language") && /^mozilla\//i.test(headers.get("user-agent") ?? "");
}
