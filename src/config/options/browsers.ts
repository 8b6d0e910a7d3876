/** Options of what web pages and browsers may do. */
import { oneOf } from "../value-types.ts";
import { hostNames, origins } from "../web-types.ts";
import type { OptionTable } from "./option.ts";

export const BROWSERS = {
  CORS_ORIGINS: {
    type: origins,
    fallback: "none",
    example: '"https://portal.example.org https://tools.example.org:8443"',
    meaning:
      "Origins of web pages that may use the server with a user's login (CORS), separated by blanks. The server refuses requests that pages of all other origins make a browser send.",
  },
  ALLOWED_HOSTS: {
    type: hostNames,
    fallback: undefined,
    shownDefault: "none; any if neither SERVER nor SSL_SERVER is set and HOST is not loopback",
    example: '"occi.example.org 192.0.2.10"',
    meaning:
      "Names and addresses, separated by blanks, that a browser may use for the server in addition to SERVER, the host of SSL_SERVER and loopback names. A browser's requests with another Host are refused (DNS rebinding). any turns the check off.",
  },
  CONSOLE_SCREEN: {
    type: oneOf("manage", "use", "off"),
    fallback: "manage",
    meaning:
      "Right on a machine that a user needs to open its screen: manage (the owner's by default) or use, as in OpenNebula's Sunstone. off: nobody can open one.",
  },
} as const satisfies OptionTable;
