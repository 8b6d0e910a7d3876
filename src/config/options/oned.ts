/** Options of the way to OpenNebula. */
import { duration, path, size, urls, wholeNumber } from "../value-types.ts";
import type { OptionTable } from "./option.ts";

export const ONED = {
  ONE_XMLRPC: {
    type: urls,
    fallback: "http://localhost:2633/RPC2",
    inSample: true,
    meaning:
      "XML-RPC address of oned. Several addresses are separated by blanks and in quotes; if one does not answer or cannot make a change, the next one is tried. Name all servers of a zone.",
  },
  ONE_CA: {
    type: path,
    fallback: undefined,
    example: "/etc/one/oned-ca.pem",
    meaning:
      "PEM file of authorities that may sign oned's certificate, in addition to the system's (if ONE_XMLRPC begins with https).",
  },
  ONE_CONNECTIONS: {
    type: wholeNumber(1, 256),
    fallback: "8",
    meaning:
      "Number of simultaneous calls to oned; the short probe of /readyz is one more. oned serves 15 connections in all, so leave some for other programs.",
  },
  ONE_TIMEOUT: {
    type: duration("100ms"),
    fallback: "15s",
    meaning: "Longest time for one call to oned; then the request fails (504).",
  },
  ONE_DRIVER_TIMEOUT: {
    type: duration("100ms"),
    fallback: "5m",
    meaning:
      "Longest time for a call that oned answers only after a driver has answered: a new image, whose size the datastore's driver determines. A busy oned handles such calls one after the other.",
  },
  ANSWER_LIMIT: {
    type: size("64K", "2G"),
    fallback: "256M",
    meaning:
      "Largest total size of answers from oned in memory, such as the list of all virtual machines; a request whose answer alone is larger fails (500).",
  },
  WAIT: {
    type: duration("0s"),
    fallback: "10s",
    meaning:
      "Longest total time that a request waits: for oned's asynchronous work, after which the answer shows the current state; for a passing state (PROLOG, LOCKED) or the election of a leader, after which the request is refused.",
  },
} as const satisfies OptionTable;
