/** The type of the rows in the table of operations, and what they share. */
import { type TObject, type TSchema, Type } from "@sinclair/typebox";
import type { ErrorCode } from "../../../errors.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

export interface Example {
  /** Operations whose examples must be sent before it. */
  readonly after?: readonly string[];
  /** Parameters of the path; MADE stands for the id of the resource that was created last. */
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export const MADE = "MADE";

export interface Operation {
  /** The name of its function in client libraries. */
  readonly id: string;
  readonly method: Method;
  /** Below BASE_PATH; parameters in braces. */
  readonly path: string;
  readonly summary: string;
  /** More about it, where the summary does not suffice. */
  readonly description?: string;
  readonly query?: TObject;
  readonly body?: TSchema;
  /** The media type of its body where that is not application/json. */
  readonly bodyType?: string;
  /** Whether it can also be sent as multipart/form-data, with a file beside the document. */
  readonly takesFile?: true;
  /** Whether it creates a resource, only once for an Idempotency-Key. */
  readonly isKeyed?: true;
  /** The statuses of success, each with the schema of its document; undefined for an answer without one. */
  readonly answers: Readonly<Partial<Record<101 | 200 | 201 | 202 | 204, TSchema | undefined>>>;
  /** The media type of its answers where that is not application/json. */
  readonly answerType?: string;
  /** Error codes beside those that every operation has. */
  readonly errors: readonly ErrorCode[];
  /** Whether it is answered without credentials. */
  readonly isOpen?: true;
  /** A request that works at the demo. */
  readonly example: Example;
}

/** Codes of errors that are found before the credentials are checked. */
export const GATE_ERRORS = [
  "INVALID_REQUEST",
  "CROSS_ORIGIN",
  "HOST_NOT_ALLOWED",
  "INTERNAL",
] as const satisfies readonly ErrorCode[];

/** Codes that every operation with credentials can give. */
export const COMMON_ERRORS = [
  ...GATE_ERRORS,
  "BAD_CREDENTIALS",
  "LOGIN_DELAYED",
  "ONED_FAILED",
  "ONED_DAMAGED_ANSWER",
  "ONED_UNREACHABLE",
  "ONED_TIMEOUT",
  "OVERLOADED",
] as const satisfies readonly ErrorCode[];

/** Codes of operations on one of oned's objects. */
export const OBJECT_ERRORS = ["FORBIDDEN", "NOT_FOUND"] as const satisfies readonly ErrorCode[];
/** Codes of operations that change something. */
export const CHANGE_ERRORS = [
  "INVALID_CHARACTER",
  "FORBIDDEN",
  "NOT_FOUND",
  "STATE_NOT_ALLOWED",
  "QUOTA_EXCEEDED",
  "RESTRICTED_ATTRIBUTE",
  "WRONG_STATE",
  "LOCKED",
  "TOO_LARGE",
  "NOT_SUPPORTED",
  "ONED_READ_ONLY",
  "OUTCOME_UNKNOWN",
] as const satisfies readonly ErrorCode[];

/** Codes of a request with a body. */
const BODY_ERRORS = ["UNSUPPORTED_MEDIA_TYPE", "TOO_LARGE", "UPLOAD_STALLED"] as const satisfies readonly ErrorCode[];

/** Every code that an operation can give, each once. */
export function errorsOf({ isOpen, query, body, takesFile, isKeyed, errors }: Operation): readonly ErrorCode[] {
  return [
    ...new Set<ErrorCode>([
      ...(isOpen === true ? GATE_ERRORS : COMMON_ERRORS),
      ...(query === undefined ? [] : (["INVALID_REQUEST"] as const)),
      ...(body === undefined ? [] : BODY_ERRORS),
      ...(takesFile === true ? (["DISK_FULL"] as const) : []),
      ...(isKeyed === true ? (["IDEMPOTENCY_KEY_REUSED"] as const) : []),
      ...errors,
    ]),
  ];
}

/** The most items of a page, and the number by default. */
export const PAGE = { most: 500, usual: 50 } as const;

export const limit = Type.Optional(
  Type.Integer({ minimum: 1, maximum: PAGE.most, description: `Items of a page; ${PAGE.usual} by default.` }),
);
export const after = Type.Optional(
  Type.String({
    pattern: "^\\d{1,10}(-\\d{1,10})?$",
    description: "Where the page begins: taken from `next` of the previous page.",
    form: "the beginning of a page, as in `next` of the previous page",
  }),
);

export const object = (properties: Record<string, TSchema>): TObject =>
  Type.Object(properties, { additionalProperties: false });

export const MACHINE_FILTERS = {
  state: Type.Optional(
    Type.String({
      description: "States with commas between them: `running,failed`. Lists do not contain machines that are `gone`.",
    }),
  ),
  name: Type.Optional(
    Type.String({ minLength: 1, maxLength: 128, description: "A part of the name, in upper or lower case." }),
  ),
  mine: Type.Optional(Type.Boolean({ description: "Only resources that belong to the user who is logged in." })),
};
