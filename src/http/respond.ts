/** The one place where results and errors become HTTP answers. For HEAD, the listener sends all but the body. */
import { ogfWords } from "../cloud/ogf/words.ts";
import { CONSOLE_HEADER } from "../console-page.ts";
import { PROBLEM_TYPE, renderProblem } from "../dialects/json/problem.ts";
import { isJson, negotiate, type Rendering } from "../dialects/ogf/negotiation.ts";
import { renderError, renderErrorText } from "../dialects/opennebula-xml/render-error.ts";
import { OcciError } from "../errors.ts";
import { openNebulaWords, type Vocabulary } from "../wording.ts";
import { jsonWords } from "./api/words.ts";
import type { Dialect } from "./dialect.ts";
import type { Exchange } from "./exchange.ts";
import { optionWords } from "./option-words.ts";
import { ACCEPT, SERVER } from "./protocol.ts";
import type { Result } from "./result.ts";

const XML = "application/xml;charset=utf-8";
const TEXT = "text/plain;charset=utf-8";

/** The parts of the request that both kinds of answers need. */
export interface Answering {
  readonly accept: string | null;
  readonly requestId: string;
  readonly dialect: Dialect;
  /** The path below which clients see the server; "" for none. */
  readonly prefix: string;
  /** Whether the request was made of options that a person typed: the header that the clients of this project send. */
  readonly typed?: boolean;
  /** Whether the console's page made the request: it asks for the password itself, not the browser. */
  readonly isConsole?: boolean;
}

/** @param exchange undefined for a request that has got nowhere. */
export function answeringOf(headers: Headers, exchange: Exchange | undefined): Answering {
  const { id: requestId = "", dialect = "opennebula-xml" } = exchange ?? {};
  const prefix = exchange?.own.prefix ?? "";
  return {
    accept: headers.get("accept"),
    requestId,
    dialect,
    prefix,
    typed: isTyped(headers),
    isConsole: isConsole(headers) || exchange?.console !== undefined,
  };
}

/** The header by which a client says whose words it wants in errors: `options` for those of the occi-* commands. */
function isTyped(headers: Headers): boolean {
  return headers.get("x-occi-words") === "options";
}

/** Whether the console's page has sent a request. */
function isConsole(headers: Headers): boolean {
  return headers.get(CONSOLE_HEADER) === "1";
}

/** A browser puts answers into no page, loads nothing that they name, and takes them for nothing but what they say. */
export const NOT_EMBEDDED = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;

/** Copying them takes half the time of making them of names and values. */
const HEADERS_OF_API = new Headers({ "Cache-Control": "no-store", Server: SERVER, ...NOT_EMBEDDED });
/** The JSON API says in its own document what it reads. */
const HEADERS = new Headers({ ...Object.fromEntries(HEADERS_OF_API), Accept: ACCEPT });

function headersFor({ dialect, requestId }: Answering): Headers {
  const headers = new Headers(dialect === "json" ? HEADERS_OF_API : HEADERS);
  headers.set("X-Request-Id", requestId);
  return headers;
}

/** The answer for a result. @param body in place of its own: the same bytes, as they can be sent. */
export function resultResponse(answering: Answering, result: Result, body?: ReadableStream<Uint8Array>): Response {
  const headers = headersFor(answering);
  for (const [name, value] of result.headers ?? []) headers.set(name, value);
  if (result.location !== undefined) headers.set("Location", result.location);
  if (result.skipped !== undefined && result.skipped.length > 0) {
    headers.set("X-OCCI-Skipped", result.skipped.join(", "));
  }
  if (result.body === undefined && body === undefined) return new Response(null, { status: result.status, headers });
  headers.set("Content-Type", result.contentType ?? XML);
  const whole =
    typeof result.body === "string" ? result.body : Buffer.concat(body === undefined ? (result.body ?? []) : []);
  return new Response(body ?? whole, { status: result.status, headers });
}

/** Whether the client names XML in its Accept header; `*` alone is answered in plain text. */
function wantsXml(accept: string | null): boolean {
  return accept !== null && /(?:^|,)\s*(?:application|text)\/xml\b(?!\s*;\s*q=0(?:\.0+)?\s*(?:,|$))/i.test(accept);
}

/** The rendering of OCCI 1.2 that is asked for; undefined where nothing that Accept names can be given. */
function renderingOf(accept: string | null): Rendering | undefined {
  try {
    return negotiate(accept);
  } catch {
    return undefined; // the error itself says so
  }
}

/** JSON for those who want it, XML only in its dialect, else plain text. */
function errorBody(
  { accept, dialect, requestId: id, prefix }: Answering,
  error: OcciError,
): { type: string; body: string } {
  if (dialect === "json") return { type: PROBLEM_TYPE, body: renderProblem(error, id, prefix) };
  if (dialect === "opennebula-xml" && wantsXml(accept)) return { type: XML, body: renderError(error, id) };
  const rendering = dialect === "ogf" ? renderingOf(accept) : undefined;
  if (rendering === undefined || !isJson(rendering)) return { type: TEXT, body: renderErrorText(error, id) };
  const { code, message, hint } = error;
  const shownError = { code, message, ...(hint !== undefined && { hint }), requestId: id };
  return { type: rendering, body: JSON.stringify({ error: shownError }) };
}

/** The vocabulary of each language. */
const WORDS: Readonly<Record<Dialect, Vocabulary>> = {
  "opennebula-xml": openNebulaWords,
  ogf: ogfWords,
  json: jsonWords,
};

/** The same with places as clients see them. */
function wordsFor({ dialect, prefix, typed }: Answering): Vocabulary {
  const words = typed === true && dialect === "opennebula-xml" ? optionWords : WORDS[dialect];
  return (term) => {
    if ("place" in term) return prefix + term.place;
    // Commands name no path.
    return words("look" in term && words !== optionWords ? { look: prefix + term.look } : term);
  };
}

/** The answer for an error. Any other error becomes INTERNAL, without any of its text. */
export function errorResponse(answering: Answering, thrown: unknown): Response {
  const error =
    thrown instanceof OcciError
      ? thrown.in(wordsFor(answering))
      : new OcciError("INTERNAL", "The server failed.", {
          hint: "Report the request id to the administrator: the log has the reason under it.",
        });
  const headers = headersFor(answering);
  if (error.status === 401 && answering.isConsole !== true)
    headers.set("WWW-Authenticate", 'Basic realm="OpenNebula", charset="UTF-8"');
  if (error.retryAfter !== undefined) headers.set("Retry-After", String(error.retryAfter));
  if (error.allow !== undefined) headers.set("Allow", error.allow);
  const { type, body } = errorBody(answering, error);
  headers.set("Content-Type", type);
  return new Response(body, { status: error.status, headers });
}
