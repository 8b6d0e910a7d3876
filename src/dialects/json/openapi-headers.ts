/** The headers of requests and answers in the OpenAPI document. */
import type { Method } from "./operations/operation.ts";

type Reference = { readonly $ref: string };

const text = (description: string) => ({ description, schema: { type: "string" } }) as const;

/** `components/headers`: the headers of answers, by name. */
export const ANSWER_HEADERS = {
  "X-Request-Id": text("Identifies the request in the server's log. A request can bring its own."),
  ETag: text("A weak entity tag of the document, for `If-None-Match`."),
  Link: text('The path of the next page, with `rel="next"` (RFC 8288).'),
  Location: text("The URL of the resource that was created."),
  "Preference-Applied": text("The preferences that the server applied (RFC 7240)."),
  "Retry-After": { description: "Seconds to wait.", schema: { type: "integer", minimum: 0 } },
  "WWW-Authenticate": text("How to log in."),
  "X-Accel-Buffering": text("`no`: a proxy must not buffer events."),
  "X-OCCI-Skipped": text("Objects that the list omits because OpenNebula's records of them cannot be read."),
} as const;

/** `components/parameters`: headers of requests. */
export const REQUEST_HEADERS = {
  IfNoneMatch: {
    name: "If-None-Match",
    in: "header",
    required: false,
    description: "Entity tags of documents that the client has; the answer is 304 if the document is still the same.",
    schema: { type: "string" },
  },
  Prefer: {
    name: "Prefer",
    in: "header",
    required: false,
    description:
      "`wait=30`: the server waits for the change to finish, 30 seconds here and 60 seconds at most (RFC 7240).",
    schema: { type: "string" },
  },
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description:
      "1 to 255 printable ASCII characters in quotes: a repetition with the same key creates nothing; its answer is the resource that the first request created.",
    schema: { type: "string", maxLength: 512 },
  },
} as const;

/** The headers of a stream, which has no entity tag: it is never the same twice. */
export function streamHeaders(): Readonly<Record<string, Reference>> {
  const names = ["X-Request-Id", "X-Accel-Buffering"] as const;
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** References to the headers that an operation can be sent. @param isKeyed whether it creates once for a key. */
export function requestHeaders(method: Method, isKeyed: boolean): Reference[] {
  const names = [method === "GET" ? "IfNoneMatch" : "Prefer", ...(isKeyed ? ["IdempotencyKey"] : [])];
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
}

function namesFor(method: Method, status: number, isList: boolean): readonly (keyof typeof ANSWER_HEADERS)[] {
  if (status === 401) return ["WWW-Authenticate"];
  // A passing state, too many requests and a zone without a leader say when to try again.
  if ([403, 409, 429, 503].includes(status)) return ["Retry-After"];
  if (status >= 400) return [];
  if (method === "GET") return ["ETag", ...(isList ? (["Link", "X-OCCI-Skipped"] as const) : [])];
  return [...(method === "POST" && status !== 200 ? (["Location"] as const) : []), "Preference-Applied"];
}

/** The headers of an answer, as references. @param isList whether it is a page of a list. */
export function answerHeaders(method: Method, status: number, isList: boolean): Readonly<Record<string, Reference>> {
  const names = ["X-Request-Id", ...namesFor(method, status, isList)];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
