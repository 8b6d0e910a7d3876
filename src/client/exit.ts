/** Exit codes of the clients: they show scripts what happened. */
import { type ErrorCode, OcciError } from "../errors.ts";

export const EXIT_CODES = {
  0: "done",
  1: "refused or failed",
  2: "wrong usage",
  3: "not found",
  4: "not authenticated, or not allowed",
  5: "server or cloud unreachable",
  6: "timed out waiting",
  130: "interrupted",
} as const;
export type ExitCode = keyof typeof EXIT_CODES;

const BY_CODE: Partial<Record<ErrorCode, ExitCode>> = {
  USAGE: 2,
  NO_CREDENTIALS: 4,
  BAD_CREDENTIALS: 4,
  SECOND_FACTOR: 4,
  LOGIN_DELAYED: 4,
  FORBIDDEN: 4,
  CROSS_ORIGIN: 4,
  HOST_NOT_ALLOWED: 4,
  TLS_REQUIRED: 4,
  RESTRICTED_ATTRIBUTE: 4,
  NOT_FOUND: 3,
  SERVER_UNREACHABLE: 5,
  CERTIFICATE_UNTRUSTED: 5,
  HOST_FAILED: 5,
  ONED_UNREACHABLE: 5,
  ONED_READ_ONLY: 5,
  ONED_TIMEOUT: 5,
  ONED_DAMAGED_ANSWER: 5,
  OVERLOADED: 5,
  OUTCOME_UNKNOWN: 5,
  WAIT_TIMED_OUT: 6,
  INTERRUPTED: 130,
};
/** The exit codes for answers without a code that we know, which are those of other servers. */
const BY_STATUS: Readonly<Record<number, ExitCode>> = { 401: 4, 403: 4, 404: 3, 502: 5, 503: 5, 504: 5 };

/** The exit code for an error. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof OcciError)) return 1;
  const status = error.httpStatus;
  return BY_CODE[error.code] ?? (error.code === "REFUSED" && status !== undefined ? BY_STATUS[status] : undefined) ?? 1;
}
