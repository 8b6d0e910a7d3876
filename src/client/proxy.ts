/** The proxy on the way to a server, from the environment: by the rules of Bun's fetch, which the other requests use. */
import { BlockList, isIP } from "node:net";

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

/** The name for SNI: an address is none. */
export function nameForTls(url: URL): { servername?: string } {
  const host = hostOf(url);
  return isIP(host) === 0 ? { servername: host } : {};
}

/** One entry of no_proxy: `*`, a domain with all below it, an address, a block of addresses; each may have a port. */
function matches(entry: string, url: URL): boolean {
  if (entry === "*") return true;
  const host = hostOf(url);
  if (entry.includes("/")) return inBlock(host, entry);
  const [, bracketed, plain = entry, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(entry) ?? [];
  if (port !== undefined && Number(port) !== portOf(url)) return false;
  const name = (bracketed ?? plain).replace(/^\*?\./, "");
  return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
}

function inBlock(host: string, block: string): boolean {
  const [, address = "", bits = ""] = /^([\da-f.:]+)\/(\d{1,3})$/.exec(block) ?? [];
  const family = isIP(address);
  if (family === 0 || family !== isIP(host) || Number(bits) > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  const type = family === 4 ? "ipv4" : "ipv6";
  list.addSubnet(address, Number(bits), type);
  return list.check(host, type);
}
