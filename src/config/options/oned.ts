/** Options of the way to OpenNebula. */
import { duration, path, size, urls, wholeNumber } from "../value-types.ts";
import type { OptionTable } from "./option.ts";

export const ONED = {
  ONE_XMLRPC: {
    type: urls,
    fallback: "http://localhost:2633/RPC2",
    inSample: true,
    meaning:
      "XML-RPC address of oned. Several, separated by blanks and in quotes: the next is tried when one does not answer, or cannot make a change. Of a zone with several servers name all.",
  },
  ONE_CA: {
    type: path,
    fallback: undefined,
    example: "/etc/one/oned-ca.pem",
    meaning: "PEM file of authorities that may sign oned's certificate, besides the system's (ONE_XMLRPC with https).",
  },
  ONE_CONNECTIONS: {
    type: wholeNumber(1, 256),
    fallback: "8",
    meaning:
      "Calls to oned at the same time; the short probe of /readyz is one more. oned serves 15 connections for everybody, so leave some for others.",
  },
  ONE_TIMEOUT: { type: duration("100ms"), fallback: "15s", meaning: "Longest time that one call to oned may take." },
  ONE_DRIVER_TIMEOUT: {
    type: duration("100ms"),
    fallback: "5m",
    meaning:
      "Longest time for a call that oned answers only when a driver has answered: a new image, whose size the datastore's driver looks up. A busy oned takes these one after the other.",
  },
  ANSWER_LIMIT: {
    type: size("64K", "2G"),
    fallback: "256M",
    meaning: "Largest answer taken from oned, such as the list of all virtual machines.",
  },
  WAIT: {
    type: duration("0s"),
    fallback: "10s",
    meaning:
      "How long a request waits in all: for oned's asynchronous work before it answers with the state as it is, for a state that passes (PROLOG, LOCKED) or the election of a leader before it is refused.",
  },
} as const satisfies OptionTable;
