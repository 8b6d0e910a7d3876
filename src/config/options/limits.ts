/** Options of what one client may take from the others. */
import { duration, size, wholeNumber } from "../value-types.ts";
import type { OptionTable } from "./option.ts";

export const LIMITS = {
  CONNECTIONS: {
    type: wholeNumber(16, 1_000_000),
    fallback: "4096",
    meaning: "Connections of clients at the same time; those over it are closed.",
  },
  CONNECTIONS_PER_ADDRESS: {
    type: wholeNumber(4, 1_000_000),
    fallback: "256",
    meaning:
      "The same of one address (of IPv6 one /64). TRUSTED_PROXIES may have any number, with SSL=off this machine too.",
  },
  REQUESTS_PER_USER: {
    type: wholeNumber(1, 100_000),
    fallback: "100",
    meaning: "Requests of one user at the same time; those over it are refused at once (503), as with the next.",
  },
  REQUESTS_WAITING: {
    type: wholeNumber(1, 100_000),
    fallback: "256",
    meaning: "Requests that wait for one of ONE_CONNECTIONS; users who have few of them may still send theirs.",
  },
  BODY_LIMIT: {
    type: size("1K", "1G"),
    fallback: "1M",
    meaning: "Largest body of a request that is not an upload.",
  },
  HEADER_TIMEOUT: {
    type: duration("1s", "4m"),
    fallback: "10s",
    meaning: "Time for the handshake and the header of a connection's first request.",
  },
  BODY_TIMEOUT: {
    type: duration("1s"),
    fallback: "1m",
    meaning: "Longest time for the body of a request that is not an upload.",
  },
  BODY_RATE: {
    type: size("1"),
    fallback: "1K",
    meaning: "Bytes per second that a body must come at, on the average of ten seconds, of an upload of a minute.",
  },
  UPLOAD_TIMEOUT: { type: duration("1m"), fallback: "24h", meaning: "Longest time that an upload may take." },
  LOGIN_DELAY: {
    type: duration("0s"),
    fallback: "1m",
    meaning:
      "Longest delay after wrong passwords: from the third on it doubles, for that user at that address. 0s is none.",
  },
  STOP_DELAY: {
    type: duration("0s", "8s"),
    fallback: "0s",
    meaning:
      "How long a server that was told to stop goes on taking connections, while /readyz of ADMIN already says 503: time for a load balancer to notice.",
  },
} as const satisfies OptionTable;
