/** The proxy on the way to a server, from the environment: by the rules of Bun's fetch, which the other requests use. */

import { inNetworks, ipFamily } from "../ip-address.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Undefined: none. Proxies that speak no HTTP (socks5://...) are not used, as by fetch. */
export function proxyFor(url: URL, environment: Environment = process.env): URL | undefined {
  const scheme = url.protocol.slice(0, -1);
  const names = [`${scheme}_proxy`, `${scheme.toUpperCase()}_PROXY`, "all_proxy", "ALL_PROXY"];
  const value = names.map((name) => environment[name]).find(Boolean);
  if (value === undefined || !/^https?:\/\//i.test(value) || !URL.canParse(value)) return undefined;
  const exceptions = (environment.no_proxy || environment.NO_PROXY || "").split(/[\s,]+/).filter(Boolean);
  return exceptions.some((entry) => matches(entry.toLowerCase(), url)) ? undefined : new URL(value);
}

/** The host of a URL as sockets take it. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

export function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol === "https:" ? 443 : 80));
}

/** The name for SNI, which must not be an address. */
export function nameForTls(url: URL): { servername?: string } {
  const host = hostOf(url);
  return ipFamily(host) === undefined ? { servername: host } : {};
}

/** One entry of no_proxy: `*`, a domain with all below it, an address, a block of addresses; each may have a port. */
function matches(entry: string, url: URL): boolean {
  if (entry === "*") return true;
  const host = hostOf(url);
  if (entry.includes("/")) return inNetworks([entry])(host);
  const [, bracketed, plain = entry, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(entry) ?? [];
  if (port !== undefined && Number(port) !== portOf(url)) return false;
  const name = (bracketed ?? plain).replace(/^\*?\./, "");
  return host === name || (ipFamily(host) === undefined && host.endsWith(`.${name}`));
}
