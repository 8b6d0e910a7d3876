/** Keeps web pages out: a browser on this machine must not read for its page what only the administrator may. */
import { isIP } from "node:net";

/** @returns why a request is refused; undefined when it may pass. */
export function refusal(headers: Headers, loopbackOnly: boolean): string | undefined {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "none" && site !== "same-origin") return "requests of other sites are refused";
  const host = headers.get("host") ?? "";
  const origin = headers.get("origin");
  if (origin !== null && origin !== `http://${host}`) return "requests of other origins are refused";
  // A name that somebody else's DNS points at this machine: to the browser it is the page's own origin.
  if (loopbackOnly && !isLoopbackHost(host))
    return "the Host header must name this machine: 127.0.0.1, [::1], localhost";
  return undefined;
}

function isLoopbackHost(header: string): boolean {
  const [, bracketed, plain = ""] = /^(?:\[([^\]]+)\]|([^:]*))(?::\d{1,5})?$/.exec(header) ?? [];
  const host = (bracketed ?? plain).toLowerCase();
  if (isIP(host) === 4) return host.startsWith("127.");
  return host === "localhost" || (bracketed !== undefined && host === "::1");
}
