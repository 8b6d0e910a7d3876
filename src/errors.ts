/**
 * The one error type of the program. It is thrown anywhere and rendered in one place, `http/respond.ts` for clients
 * and `cli/output.ts` for a terminal.
 */

/** Every error code with its HTTP status. `retry`: the same request may work later, nothing was changed by it. */
export const ERROR_CODES = {
  INVALID_XML: { status: 400 },
  INVALID_REQUEST: { status: 400 },
  INVALID_CHARACTER: { status: 400 },
  BAD_CREDENTIALS: { status: 401 },
  FORBIDDEN: { status: 403 },
  STATE_NOT_ALLOWED: { status: 403 },
  QUOTA_EXCEEDED: { status: 403 },
  RESTRICTED_ATTRIBUTE: { status: 403 },
  NOT_FOUND: { status: 404 },
  METHOD_NOT_ALLOWED: { status: 405 },
  UPLOAD_STALLED: { status: 408, retry: true },
  NAME_TAKEN: { status: 409 },
  WRONG_STATE: { status: 409, retry: true },
  IN_USE: { status: 409 },
  NO_FREE_LEASE: { status: 409, retry: true },
  DRIVER_REFUSED: { status: 409 },
  LOCKED: { status: 409 },
  TOO_LARGE: { status: 413 },
  UNSUPPORTED_MEDIA_TYPE: { status: 415 },
  INTERNAL: { status: 500 },
  /** What keeps the program itself from starting or stopping: shown on a terminal, never sent to a client. */
  SETUP_FAULT: { status: 500 },
  /** A command line that cannot be understood: shown on a terminal, never sent to a client. */
  USAGE: { status: 400 },
  ONED_FAILED: { status: 500 },
  NOT_SUPPORTED: { status: 501 },
  ONED_DAMAGED_ANSWER: { status: 502 },
  ONED_UNREACHABLE: { status: 503, retry: true },
  OVERLOADED: { status: 503, retry: true },
  ONED_TIMEOUT: { status: 504 },
  OUTCOME_UNKNOWN: { status: 504 },
  DISK_FULL: { status: 507, retry: true },
} as const satisfies Record<string, { status: number; retry?: true }>;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface ErrorDetails {
  /** What the reader can do about it, one sentence. */
  hint?: string;
  /** Seconds for the `Retry-After` header. */
  retryAfter?: number;
  /** Methods for the `Allow` header of METHOD_NOT_ALLOWED. */
  allow?: string;
  /** For the log only: never shown to a client. */
  cause?: unknown;
}

/** An error that is meant for the user: the message and hint are shown as they are, so they hold nothing secret. */
export class OcciError extends Error {
  override readonly name = "OcciError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly retryAfter: number | undefined;
  readonly allow: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.retryAfter = details.retryAfter;
    this.allow = details.allow;
  }

  /** The HTTP status that goes with the code. */
  get status(): number {
    return ERROR_CODES[this.code].status;
  }
}

/** The wording of an unknown thrown value, for logs. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
