/** Options of what web pages and browsers may do. */
import { oneOf, path } from "../value-types.ts";
import { hostNames, link, origins, title } from "../web-types.ts";
import type { OptionTable } from "./option.ts";

export const BROWSERS = {
  CORS_ORIGINS: {
    type: origins,
    fallback: "none",
    example: '"https://portal.example.org https://tools.example.org:8443"',
    meaning:
      "Origins of web pages that may use the server with a user's login (CORS), separated by blanks. If a page of any other origin makes a browser send a request, the server refuses it.",
  },
  ALLOWED_HOSTS: {
    type: hostNames,
    fallback: undefined,
    shownDefault: "none; any if neither SERVER nor SSL_SERVER is set and HOST is not loopback",
    example: '"occi.example.org 192.0.2.10"',
    meaning:
      "Names and addresses, separated by blanks, that a browser may use for the server in addition to SERVER, the host of SSL_SERVER and loopback names. A browser's requests with another Host are refused (DNS rebinding). any disables the check.",
  },
  CONSOLE_SCREEN: {
    type: oneOf("manage", "use", "off"),
    fallback: "manage",
    meaning:
      "Right on a machine that a user needs to open its screen: manage (the owner's by default) or use, as in OpenNebula's Sunstone. off: nobody can open a screen.",
  },
  CONSOLE: {
    type: oneOf("on", "off"),
    fallback: "on",
    meaning:
      "Whether the server has the console, a self-service web page at /ui/. It needs TLS: the server's own, or that of a proxy (SSL_SERVER); browsers on the same machine can use it by plain HTTP. Users who have set up a second factor in OpenNebula must enter it in the console; programs that use HTTP Basic need not.",
  },
  CONSOLE_TITLE: {
    type: title,
    fallback: "OpenNebula",
    example: '"Cloud of the Example University"',
    meaning: "Name of the cloud, shown at the top of the console.",
  },
  CONSOLE_LOGO: {
    type: path,
    fallback: undefined,
    example: "/etc/one/logo.svg",
    meaning: "File with the site's logo for the console: SVG, PNG, JPEG or WebP, at most 256 KiB.",
  },
  CONSOLE_HELP: {
    type: link,
    fallback: undefined,
    example: "https://cloud.example.org/help",
    meaning: "Address of the site's help for users, to which the console links: https:, http: or mailto:.",
  },
} as const satisfies OptionTable;
