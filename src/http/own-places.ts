/**
 * Which URIs are this server's, and what path of it they mean. Clients know the server by the address that they use,
 * and by those that its answers hold: all of these are its own. Another host's URI is never taken for a path of this
 * one, for it would mean another object.
 */
import { basePathOf, type Config } from "../config/config.ts";
import { isLoopback } from "../config/derive.ts";
import { canonicalOrigin } from "./host-name.ts";
import { isDoubtfulPath, splitUrl } from "./path.ts";

type Known = Pick<Config, "baseUrl" | "server" | "port" | "host">;

export interface OwnPlaces {
  /** The path below which clients see the server: `/occi`; "" for none. */
  readonly prefix: string;
  /**
   * The path that a location means: of a URI of this server, of a path with or without the proxy's prefix. Any
   * other host is left unchanged.
   * @returns undefined for a URI of another server, and for one that two programs could read differently.
   */
  pathOf(location: string): string | undefined;
}

/**
 * Characters of a location that is looked at: those of this server have fewer than a hundred, tags' up to a thousand.
 */
const LONGEST = 4_096;
/** A scheme, or two slashes and a host: without a dot or a port it is a path whose base ended in a slash. */
const ABSOLUTE = /^(?:[A-Za-z][A-Za-z0-9+.-]*:\/\/|\/\/(?:[^/?#]*[.:]|localhost(?:[/?#]|$)))/;

/**
 * A path without the path that a proxy puts in front: some take it away, others hand it on.
 * @param prefix `/occi`; "" for none.
 */
export function withoutPrefix(path: string, prefix: string): string {
  if (prefix === "" || !path.startsWith(prefix)) return path;
  const rest = path.slice(prefix.length);
  return rest === "" ? "/" : /^[/?]/.test(rest) ? rest.replace(/^\?/, "/?") : path;
}

/** Host and port of an http(s) origin, in one spelling; undefined for any other text. */
function authorityIn(origin: string): string | undefined {
  const canonical = canonicalOrigin(origin);
  return canonical?.slice(canonical.indexOf("//") + 2);
}

/** The authorities of a name: with its port, else with those of http and https. */
function authoritiesOf(name: string): string[] {
  return ["http", "https"].flatMap((scheme) => authorityIn(`${scheme}://${name}`) ?? []);
}

/** Clients put a base that ends in a slash before paths that begin with one. Its query stays as it is. */
function oneSlash(path: string): string {
  return path.replace(/[^?#]*/, (before) => before.replace(/\/{2,}/g, "/"));
}

/** Made once for each configuration: a request may name thousands of locations. */
const configured = new WeakMap<Known, ReadonlySet<string>>();

function configuredAuthorities(config: Known): ReadonlySet<string> {
  const known = configured.get(config);
  if (known !== undefined) return known;
  const { baseUrl, server, port, host } = config;
  const named = server.includes(":") ? `[${server}]` : server;
  const local = isLoopback(host) || host === "::" || host === "0.0.0.0" ? ["localhost", "127.0.0.1", "[::1]"] : [];
  const base = authorityIn(new URL(baseUrl).origin);
  const all = new Set([
    ...(base === undefined ? [] : [base]),
    ...[named, ...local].flatMap((name) => authoritiesOf(`${name}:${port}`)),
  ]);
  configured.set(config, all);
  return all;
}

/**
 * @param hostHeader the name that the client called the server by; null when the request has none.
 */
export function ownPlaces(config: Known, hostHeader: string | null): OwnPlaces {
  const prefix = basePathOf(config);
  // Most requests name no location.
  let called: ReadonlySet<string> | undefined;
  const isCalled = (authority: string): boolean => {
    called ??= new Set(hostHeader === null ? [] : authoritiesOf(hostHeader));
    return called.has(authority);
  };

  function pathOf(location: string): string | undefined {
    if (location.length > LONGEST || isDoubtfulPath(splitUrl(location).path)) return undefined;
    if (!ABSOLUTE.test(location)) return oneSlash(withoutPrefix(oneSlash(location), prefix));
    const url = URL.parse(location.startsWith("//") ? `https:${location}` : location);
    if (url === null || url.username !== "" || url.password !== "") return undefined;
    const authority = authorityIn(url.origin);
    if (authority === undefined || !(configuredAuthorities(config).has(authority) || isCalled(authority)))
      return undefined;
    return oneSlash(withoutPrefix(oneSlash(url.pathname) + url.search, prefix));
  }
  return { prefix, pathOf };
}
