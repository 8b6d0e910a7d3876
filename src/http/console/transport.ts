/** Whether a browser's way to the server keeps passwords and cookies to itself. */
import type { Config } from "../../config/config.ts";
import { isLoopback } from "../../config/derive.ts";
import { OcciError } from "../../errors.ts";
import type { Connection } from "../exchange.ts";

/** The name in a Host header, without port and brackets. */
function nameOf(host: string): string {
  return host.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
}

/**
 * By TLS of the server's own, or of the proxy that SSL_SERVER stands for; plain HTTP only within this machine.
 */
export function isSafe(
  headers: Headers,
  { address }: Pick<Connection, "address">,
  { ssl, baseUrl }: Pick<Config, "ssl" | "baseUrl">,
): boolean {
  if (ssl !== "off") return true;
  const forwarded = headers.get("x-forwarded-proto");
  if (baseUrl.startsWith("https:") && forwarded !== null) return forwarded.trim().toLowerCase() === "https";
  const host = headers.get("host");
  if (host !== null && isLoopback(address) && isLoopback(nameOf(host))) return true;
  if (!baseUrl.startsWith("https:")) return false;
  // A page that came by plain HTTP says so where browsers say anything.
  return !(headers.get("origin") ?? "").startsWith("http:");
}

export function tlsRequired(): OcciError {
  return new OcciError(
    "TLS_REQUIRED",
    "The console is not available over plain HTTP, because passwords could be read on the network.",
    {
      hint: "Use https. The administrator can set SSL, or SSL_SERVER if a proxy provides TLS.",
    },
  );
}
