/** The headers of the console's answers. */
import type { Config } from "../../config/config.ts";
import { isLoopback } from "../../config/derive.ts";

type Header = readonly [string, string];

/**
 * Scripts, styles and requests of the server itself and nothing else; no text becomes markup or script (Trusted Types).
 * @see https://www.w3.org/TR/CSP3/
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

/** None of them is used; full screen and the clipboard are. */
const PERMISSIONS = [
  ...["accelerometer", "bluetooth", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer"],
  ...["microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb"],
]
  .map((feature) => `${feature}=()`)
  .join(", ");

const YEAR_SECONDS = 365 * 86_400;

/** For all answers below /ui, errors too. A name of loopback must go on working with other programs' plain HTTP. */
export function consoleHeaders({ ssl, server }: Pick<Config, "ssl" | "server">): readonly Header[] {
  return [
    ["Content-Security-Policy", CONTENT_SECURITY_POLICY],
    ["Referrer-Policy", "no-referrer"],
    ["Permissions-Policy", PERMISSIONS],
    ["Cross-Origin-Opener-Policy", "same-origin"],
    ["Cross-Origin-Resource-Policy", "same-origin"],
    ...(ssl !== "off" && !isLoopback(server)
      ? ([["Strict-Transport-Security", `max-age=${YEAR_SECONDS}`]] as const)
      : []),
  ];
}
