/** Names of hosts, and origins that are made of them, in the one spelling in which they can be compared. */
import { isLoopback } from "../config/derive.ts";

/** As in a Host header: IPv6 in brackets, and a port where it is not the scheme's own. */
const HOST = /^(\[[\da-f:.]{2,45}\]|[\w.-]{1,254})(?::(\d{1,5}))?$/i;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: "80", https: "443" };

/** In lower case, without the dot of a fully qualified name; IPv6 without brackets and in its short form. */
export function hostName(name: string): string {
  const bare = name.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  if (!bare.includes(":")) return bare.replace(/\.$/, "");
  const url = `http://[${bare}]`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : bare;
}

/** Whether a Host header names one of the hosts, or this machine. Ports do not count. @param hosts as `hostName` gives them. */
export function isAllowedHost(header: string, hosts: ReadonlySet<string>): boolean {
  const [, name] = HOST.exec(header) ?? [];
  if (name === undefined) return false;
  const host = hostName(name);
  return hosts.has(host) || isLoopback(host);
}

/** `https://cloud.example.org:443`: always with a port. Undefined for what is not scheme, host and port. */
export function canonicalOrigin(text: string): string | undefined {
  const [, scheme = "", authority = ""] = /^(https?):\/\/(.*)/is.exec(text) ?? [];
  const [, name, digits] = HOST.exec(authority) ?? [];
  if (name === undefined) return undefined;
  const known = scheme.toLowerCase();
  return `${known}://${hostName(name)}:${Number(digits ?? DEFAULT_PORTS[known])}`;
}
