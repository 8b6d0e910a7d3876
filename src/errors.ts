/**
 * The one error type of the program. It is thrown anywhere and rendered in one place, `http/respond.ts` for clients
 * and `client/report.ts` or `terminal/output.ts` for a terminal.
 */
import { type Sentence, textOf, type Vocabulary, worded } from "./wording.ts";

/** Every error code that a client may see, with its HTTP status and what it means. The manual's table is made of it. */
export const CLIENT_ERRORS = {
  INVALID_XML: { status: 400, meaning: "The body is not well-formed XML; the message names line and column." },
  INVALID_REQUEST: { status: 400, meaning: "A field is missing or wrong; the message names it." },
  INVALID_CHARACTER: {
    status: 400,
    meaning: "A text contains a character that OpenNebula cannot store; the message names the field.",
  },
  BAD_CREDENTIALS: {
    status: 401,
    meaning: "The user name or password is missing, or OpenNebula does not accept them.",
  },
  SECOND_FACTOR: {
    status: 401,
    meaning: "The user's account has a second factor, and the console requires its code. The password is right.",
  },
  FORBIDDEN: {
    status: 403,
    meaning: "The user does not have the right to do this in OpenNebula, or the action does not exist.",
  },
  STATE_NOT_ALLOWED: {
    status: 403,
    meaning: "The machine's state does not allow the change; the hint names the states that do.",
  },
  QUOTA_EXCEEDED: { status: 403, meaning: "A quota is used up; the message names it and its limit." },
  RESTRICTED_ATTRIBUTE: {
    status: 403,
    meaning: "Only administrators of OpenNebula can set an attribute; the message names it.",
  },
  CROSS_ORIGIN: {
    status: 403,
    meaning: "A web page of another origin made the browser send the request; nothing was done.",
  },
  HOST_NOT_ALLOWED: {
    status: 403,
    meaning: "A browser used a name for the server that is not the server's own; nothing was done.",
  },
  TLS_REQUIRED: {
    status: 403,
    meaning: "The console is available over plain HTTP only on the machine itself.",
  },
  NOT_FOUND: { status: 404, meaning: "The path or the resource does not exist." },
  METHOD_NOT_ALLOWED: {
    status: 405,
    meaning: "The path does not have this method; `Allow` lists the methods that it has.",
  },
  NOT_ACCEPTABLE: {
    status: 406,
    meaning: "The server cannot answer in any of the types in Accept; the message names the supported types.",
  },
  UPLOAD_STALLED: { status: 408, meaning: "The request body arrived too slowly or not at all." },
  NAME_TAKEN: { status: 409, meaning: "Another resource has that name." },
  WRONG_STATE: {
    status: 409,
    meaning: "OpenNebula cannot do this in the current state (a machine that is being deployed, an image in use).",
  },
  IN_USE: { status: 409, meaning: "Another resource uses the resource." },
  NO_FREE_LEASE: { status: 409, meaning: "The network has no free address, or the requested address is not free." },
  DRIVER_REFUSED: { status: 409, meaning: "The host or a driver refused; nothing was changed." },
  NO_SCREEN: { status: 409, meaning: "The machine's screen cannot be opened now; the message says why." },
  LOCKED: { status: 409, meaning: "The resource is locked, or OpenNebula is still copying it." },
  TOO_LARGE: { status: 413, meaning: "The body is larger than BODY_LIMIT, or the file larger than UPLOAD_LIMIT." },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    meaning: "The server does not support the request's Content-Type.",
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    meaning: "The `Idempotency-Key` was already used for another request; nothing was done.",
  },
  LOGIN_DELAYED: {
    status: 429,
    meaning: "Too many wrong passwords for this user came from this address. The answer has `Retry-After`.",
  },
  CLIENT_GONE: {
    status: 499,
    meaning:
      "The connection ended before the whole request had arrived, or before the server began it; nothing was done. Only the log shows this code: the client gets no answer.",
  },
  INTERNAL: { status: 500, meaning: "This server failed; the log shows the reason under the request id." },
  ONED_FAILED: { status: 500, meaning: "OpenNebula failed, or refused for a reason that has no code of its own." },
  NOT_SUPPORTED: { status: 501, meaning: "This version of OpenNebula cannot do this." },
  ONED_DAMAGED_ANSWER: {
    status: 502,
    meaning: "OpenNebula's answer is truncated or damaged, or another program answers at its address.",
  },
  HOST_FAILED: {
    status: 502,
    meaning: "The screen of the machine cannot be reached on its host, or another program answers there.",
  },
  ONED_UNREACHABLE: {
    status: 503,
    meaning: "OpenNebula cannot be reached; nothing was done. The answer has `Retry-After`.",
  },
  ONED_READ_ONLY: {
    status: 503,
    meaning:
      "OpenNebula does not accept changes: its servers are electing a leader, or its zone is disabled. Reads work; nothing was done. The answer has `Retry-After`.",
  },
  OVERLOADED: {
    status: 503,
    meaning:
      "Too many requests are in progress, of this user or of all users; nothing was done. The answer has `Retry-After`.",
  },
  ONED_TIMEOUT: { status: 504, meaning: "OpenNebula did not answer a read in time." },
  OUTCOME_UNKNOWN: {
    status: 504,
    meaning: "The answer to a change was lost: the change might have been carried out.",
  },
  DISK_FULL: { status: 507, meaning: "The disk of IMAGE_DIR does not have room for the upload." },
} as const satisfies Record<string, { status: number; meaning: string }>;

/** Codes that the commands themselves report, on a terminal and in `-o json`. */
export const TERMINAL_ERRORS = {
  SETUP_FAULT: {
    status: 500,
    meaning: "The server's configuration, its files or the system keep it from starting or stopping.",
  },
  USAGE: { status: 400, meaning: "The command line is not valid." },
  NO_CREDENTIALS: { status: 401, meaning: "No user and password for the server were found." },
  SERVER_UNREACHABLE: {
    status: 503,
    meaning: "The server cannot be reached, or something that is not an OCCI server answers.",
  },
  CERTIFICATE_UNTRUSTED: { status: 503, meaning: "The server's certificate is not trusted; nothing was sent." },
  REFUSED: {
    status: 500,
    meaning:
      "The server refused for a reason that has no code of its own, or its answer cannot be used; `status` in the error is its HTTP status.",
  },
  SERVER_TOO_OLD: { status: 501, meaning: "The server is too old for the request." },
  FILE_FAULT: { status: 400, meaning: "A local file cannot be read, or has the wrong content." },
  AMBIGUOUS_NAME: { status: 409, meaning: "Several resources have this name." },
  WAIT_FAILED: { status: 500, meaning: "The resource that `--wait` was waiting for failed." },
  WAIT_TIMED_OUT: { status: 504, meaning: "The resource did not reach the state in time; it might still do so." },
  INTERRUPTED: {
    status: 499,
    meaning: "Ctrl-C interrupted the command; the server continues the work that it has begun.",
  },
} as const satisfies Record<string, { status: number; meaning: string }>;

/** All codes, each with its meaning. */
export const EXPLAINED_ERRORS = { ...CLIENT_ERRORS, ...TERMINAL_ERRORS };

export type ErrorCode = keyof typeof EXPLAINED_ERRORS;

/** One of several things that are wrong with a request. */
export interface Fault {
  /** Where it is in the request's document: members and indices, from the outermost one. */
  readonly at: readonly (string | number)[];
  /** A sentence. */
  readonly message: string | Sentence;
}

/** The same in the words of its reader. */
export interface WordedFault extends Fault {
  readonly message: string;
}

export interface ErrorDetails {
  /** The remedy, one sentence. */
  hint?: string | Sentence;
  /** Seconds for the `Retry-After` header. */
  retryAfter?: number;
  /** Methods for the `Allow` header of METHOD_NOT_ALLOWED. */
  allow?: string;
  /** All that is wrong with a request, for languages that have a place for it. */
  faults?: readonly Fault[];
  /** The status of a server's answer, for the clients. */
  httpStatus?: number;
  /** Under which that server's log has more. */
  requestId?: string;
  /** For the log only: never shown to a client. */
  cause?: unknown;
}

const asSentence = (text: string | Sentence): Sentence => (typeof text === "string" ? [text] : text);

/**
 * An error that is meant for the user: the message and hint are shown, so they hold nothing secret. `message` and `hint`
 * are in OpenNebula's words; `in` gives them in those of a language.
 */
export class OcciError extends Error {
  override readonly name = "OcciError";
  readonly code: ErrorCode;
  readonly sentence: Sentence;
  readonly hint: string | undefined;
  readonly retryAfter: number | undefined;
  readonly allow: string | undefined;
  readonly faults: readonly WordedFault[];
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;

  readonly #details: ErrorDetails;

  constructor(code: ErrorCode, message: string | Sentence, details: ErrorDetails = {}) {
    const sentence = asSentence(message);
    super(textOf(sentence), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.sentence = sentence;
    this.hint = details.hint === undefined ? undefined : textOf(asSentence(details.hint));
    this.retryAfter = details.retryAfter;
    this.allow = details.allow;
    this.faults = (details.faults ?? []).map((fault) => ({ ...fault, message: textOf(asSentence(fault.message)) }));
    this.httpStatus = details.httpStatus;
    this.requestId = details.requestId;
    this.#details = details;
  }

  /** The same error in other words; what the vocabulary does not know stays for another one. */
  in(vocabulary: Vocabulary): OcciError {
    const { hint, faults } = this.#details;
    const other = new OcciError(this.code, worded(this.sentence, vocabulary), {
      ...this.#details,
      ...(faults !== undefined && {
        faults: faults.map(({ at, message }) => ({ at, message: worded(asSentence(message), vocabulary) })),
      }),
      ...(hint !== undefined && { hint: worded(asSentence(hint), vocabulary) }),
    });
    if (this.stack !== undefined) other.stack = this.stack;
    return other;
  }

  /** All that is wrong, each fault with the terms of its sentence; one for the whole where the error does not name any. */
  get allFaults(): readonly Fault[] {
    return this.#details.faults ?? [{ at: [], message: this.sentence }];
  }

  /** One error for several: a single one as it is, undefined for none. */
  static combined(errors: readonly OcciError[]): OcciError | undefined {
    const [first, ...others] = errors;
    if (first === undefined || others.length === 0) return first;
    const hints = new Map<string, string | Sentence>();
    for (const error of errors) {
      const said = error.#details.hint;
      if (error.hint !== undefined && said !== undefined) hints.set(error.hint, said);
    }
    const hint = [...hints.values()].flatMap((one, index) => [...(index > 0 ? [" "] : []), ...asSentence(one)]);
    return invalid(
      errors.flatMap(({ allFaults }) => allFaults),
      hint.length === 0 ? undefined : hint,
    );
  }

  /** The same error with other places of its faults. */
  withFaults(faults: readonly Fault[]): OcciError {
    const other = new OcciError(this.code, this.sentence, { ...this.#details, faults });
    if (this.stack !== undefined) other.stack = this.stack;
    return other;
  }

  /** The same error, marked as temporary. @param seconds for `Retry-After`, unless it has one already. */
  forTheMoment(seconds: number): OcciError {
    if (this.retryAfter !== undefined) return this;
    const other = new OcciError(this.code, this.sentence, { ...this.#details, retryAfter: seconds });
    if (this.stack !== undefined) other.stack = this.stack;
    return other;
  }

  /** The HTTP status that goes with the code. */
  get status(): number {
    return EXPLAINED_ERRORS[this.code].status;
  }
}

/** As many as a person reads. A sender of a million wrong names is not told all of them. */
export const MOST_FAULTS = 50;

/** INVALID_REQUEST for one fault or several: the first of them are kept, and the message is that of the very first. */
export function invalid(faults: readonly Fault[], hint?: string | Sentence): OcciError {
  const [first] = faults;
  const more = faults.length - 1;
  const others = more === 1 ? "is 1 fault" : `are ${more >= MOST_FAULTS - 1 ? "at least " : ""}${more} faults`;
  const message = asSentence(first?.message ?? "The request is not valid.");
  return new OcciError("INVALID_REQUEST", more > 0 ? [...message, ` There ${others} more.`] : message, {
    faults: faults.slice(0, MOST_FAULTS),
    ...(hint !== undefined && { hint }),
  });
}

/** Why the system refused a file, without the call and the path that its message repeats: `ENOENT: no such file or directory`. */
export function systemReason(error: unknown): string {
  return messageOf(error).replace(/^(E[A-Z0-9]+: [^,']+), [a-z]+( '.*)?$/s, "$1");
}

/** The wording of an unknown thrown value, for logs. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
