/** Keeps web pages out: a browser on this machine must not read for its page what only the administrator may. */
import { type BrowserRules, isForeign } from "../http/cross-origin.ts";
import { isAllowedHost } from "../http/host-name.ts";

/** Plain HTTP, with no other name and no other page than what the request itself says. */
const RULES: BrowserRules = {
  ownOrigins: new Set(),
  base: "http",
  listener: "http",
  sharedWith: new Set(),
  hosts: new Set(),
};

/** @returns why a request is refused; undefined when it may pass. */
export function refusal(request: Pick<Request, "method" | "headers">, loopbackOnly: boolean): string | undefined {
  if (isForeign(request, RULES)) return "requests from other origins are refused";
  // A name that somebody else's DNS points at this machine: to the browser it is the page's own origin.
  if (loopbackOnly && !isAllowedHost(request.headers.get("host") ?? "", new Set())) {
    return "the Host header must name this machine: 127.0.0.1, [::1], localhost";
  }
  return undefined;
}
