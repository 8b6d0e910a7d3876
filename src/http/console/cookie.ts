/**
 * The cookie of a console's session: a login token of oned's, which oned checks at each call. The server keeps nothing,
 * and any copy of it can answer.
 */
import { basePathOf, type Config } from "../../config/config.ts";
import type { Session } from "../../opennebula/client.ts";

/** By its prefix browsers take it only with Secure, Path=/ and without Domain, so that no other host can set it. */
const NAME = "__Host-occi";
const STANDARD_PORT = "443";
const ATTRIBUTES = "Path=/; HttpOnly; Secure; SameSite=Strict";
/** Characters. */
const LONGEST = 4096;

export interface ConsoleSession {
  readonly user: string;
  /** The user and a login token. */
  readonly session: Session;
  readonly expires: Date;
  /** Whether other sign-ins have the same token, so that its end would end them too. */
  readonly shared: boolean;
}

/**
 * The name of the cookie. Browsers keep one set of cookies for all ports and paths of a host: another server there, of
 * another cloud, must have another name. The port is the one by which browsers know the server: in SSL_SERVER, or in the
 * Host header where a proxy might pass connections on.
 */
export function cookieName(headers: Headers, config: Pick<Config, "baseUrl" | "port">): string {
  const base = new URL(config.baseUrl);
  const isOwn = base.port === String(config.port);
  const called = (headers.get("x-forwarded-host") ?? headers.get("host") ?? "").split(",")[0]?.trim() ?? "";
  const port = isOwn ? (/:(\d+)$/.exec(called)?.[1] ?? STANDARD_PORT) : base.port;
  const parts = [port, ...basePathOf(config).split("/")].filter((part) => part !== "" && part !== STANDARD_PORT);
  return [NAME, ...parts].join("-").replace(/[^\w.%~-]/g, "_");
}

/** The value of Set-Cookie. @param name as of `cookieName`. @param now milliseconds since 1970. */
export function setCookie(name: string, { session, expires, shared }: ConsoleSession, now: number): string {
  const seconds = Math.floor(expires.getTime() / 1000);
  const value = `${shared ? "s" : "o"}.${seconds}.${Buffer.from(session).toString("base64url")}`;
  return `${name}=${value}; Max-Age=${Math.max(0, seconds - Math.floor(now / 1000))}; ${ATTRIBUTES}`;
}

/** The value of Set-Cookie that makes the browser forget it. */
export function forgetCookie(name: string): string {
  return `${name}=; Max-Age=0; ${ATTRIBUTES}`;
}

/** Reads the header Cookie. @returns undefined where it has no session of the form above, or more than one. */
export function readCookie(header: string | null, wanted: string): ConsoleSession | undefined {
  const values = (header ?? "").split(";").flatMap((pair) => {
    const [name = "", value = ""] = pair.trim().split("=", 2);
    return name === wanted ? [value] : [];
  });
  const [value = ""] = values;
  if (values.length !== 1 || value.length > LONGEST) return undefined;
  const [, kind, seconds, encoded = ""] = /^([os])\.(\d{1,12})\.([A-Za-z0-9_-]+)$/.exec(value) ?? [];
  const session = Buffer.from(encoded, "base64url").toString();
  const colon = session.indexOf(":");
  const user = session.slice(0, colon);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a session with them would never be answered with success
  if (colon < 1 || /\s/.test(user) || /[\u0000-\u001f\u007f\ufffd]/.test(session)) return undefined;
  return { user, session, expires: new Date(Number(seconds) * 1000), shared: kind === "s" };
}
