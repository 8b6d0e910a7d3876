/**
 * From a failure on the way to oned, or to its leader, to the error for the client. Addresses are in its cause only.
 */
import { OcciError } from "../errors.ts";
import type { ExchangeFailure } from "./transport.ts";

/** Seconds for `Retry-After`. */
export const RETRY_AFTER = 5;

function readOnly(message: string, hint: string, cause: unknown): OcciError {
  return new OcciError("ONED_READ_ONLY", message, { hint, retryAfter: RETRY_AFTER, cause });
}

/** The error for a reading that would be older than a change of its user. */
export function readOnlyError(cause: unknown): OcciError {
  return readOnly(
    "OpenNebula's servers have no leader: recent changes cannot be seen yet.",
    "They elect one within seconds: send the request again.",
    cause,
  );
}

/** The error for a call that changes nothing, or that did not reach oned. */
export function readError(cause: ExchangeFailure): OcciError {
  switch (cause.kind) {
    case "timeout":
      return new OcciError("ONED_TIMEOUT", "OpenNebula did not answer in time.", { cause });
    case "not-oned":
      return new OcciError("ONED_DAMAGED_ANSWER", "Something other than OpenNebula answers at its address.", {
        hint: "The administrator should check ONE_XMLRPC.",
        cause,
      });
    case "no-leader":
    case "lost-leader":
      return readOnly(
        "OpenNebula does not accept changes at the moment: its servers have no leader.",
        "Nothing was done. They elect one within seconds: send the request again.",
        cause,
      );
    case "stopped":
      return readOnly(
        "OpenNebula does not accept changes at the moment: its administrator has stopped them.",
        "Nothing was done. The administrator should check the zone: onezone show.",
        cause,
      );
    default:
      return new OcciError("ONED_UNREACHABLE", "OpenNebula cannot be reached at the moment.", {
        retryAfter: RETRY_AFTER,
        cause,
      });
  }
}

/** The error for a change: OUTCOME_UNKNOWN when it might have been carried out. */
export function changeError(failure: ExchangeFailure, method: string): OcciError {
  if (!failure.sent) return readError(failure);
  return new OcciError("OUTCOME_UNKNOWN", "OpenNebula received the request, but its answer was lost.", {
    hint: `It might have been carried out (${method}): check the resource or its list before you repeat it.`,
    cause: failure,
  });
}

/** Whether it is not known what became of a change: its answer was lost, or what it made does not show. */
export function isOutcomeUnknown(error: unknown): error is OcciError {
  return error instanceof OcciError && error.code === "OUTCOME_UNKNOWN";
}
