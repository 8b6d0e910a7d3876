/** Options of what one client may take from the others. */
import { duration, size, wholeNumber } from "../value-types.ts";
import type { OptionTable } from "./option.ts";

export const LIMITS = {
  CONNECTIONS: {
    type: wholeNumber(16, 1_000_000),
    fallback: "4096",
    meaning: "Number of simultaneous connections of clients; further connections are closed.",
  },
  CONNECTIONS_PER_ADDRESS: {
    type: wholeNumber(4, 1_000_000),
    fallback: "256",
    meaning:
      "Connections per client address (per /64 for IPv6). TRUSTED_PROXIES, and with SSL=off this machine, are exempt.",
  },
  REQUESTS_PER_USER: {
    type: wholeNumber(1, 100_000),
    fallback: "100",
    meaning: "Number of simultaneous requests of one user; further requests are refused at once (503).",
  },
  SCREENS: {
    type: wholeNumber(1, 100_000),
    fallback: "200",
    meaning: "Number of screens of machines that can be open at a time; further ones are refused at once (503).",
  },
  SCREENS_PER_USER: {
    type: wholeNumber(1, 100_000),
    fallback: "10",
    meaning: "Number of screens that one user can have open at a time; further ones are refused at once (503).",
  },
  REQUESTS_WAITING: {
    type: wholeNumber(1, 100_000),
    fallback: "256",
    meaning:
      "Number of requests that wait for one of ONE_CONNECTIONS; further requests are refused at once (503). A user who holds less than an equal share of the queue is still admitted.",
  },
  BODY_LIMIT: {
    type: size("1K", "1G"),
    fallback: "1M",
    meaning: "Largest body of a request that is not an upload; a larger one is refused (413).",
  },
  HEADER_TIMEOUT: {
    type: duration("1s", "4m"),
    fallback: "10s",
    meaning:
      "Longest time for the handshake and the header of a connection's first request; then the connection is closed.",
  },
  BODY_TIMEOUT: {
    type: duration("1s"),
    fallback: "1m",
    meaning: "Longest time for the body of a request that is not an upload; then the request is refused (408).",
  },
  BODY_RATE: {
    type: size("1"),
    fallback: "1K",
    meaning:
      "Lowest average rate of a request body, in bytes per second; averaged over ten seconds, for uploads over a minute. A slower request is refused (408).",
  },
  UPLOAD_TIMEOUT: {
    type: duration("1m"),
    fallback: "24h",
    meaning: "Longest time for an upload; then it is refused (408).",
  },
  LOGIN_DELAY: {
    type: duration("0s"),
    fallback: "1m",
    meaning:
      "Longest delay after wrong passwords, for that user at that address: the delay begins with the third wrong password and doubles with each further one. 0s disables it.",
  },
  STOP_DELAY: {
    type: duration("0s", "8s"),
    fallback: "0s",
    meaning:
      "How long a server that is stopping still accepts connections while /readyz of ADMIN already answers 503, so that a load balancer can notice.",
  },
} as const satisfies OptionTable;
