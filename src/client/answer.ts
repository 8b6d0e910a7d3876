/** Answers of servers that are not what was hoped for, as errors. */
import { CLIENT_ERRORS, type ErrorCode, type ErrorDetails, OcciError } from "../errors.ts";
import { firstChild, type XmlElement } from "../xml/element.ts";
import { readAnswer } from "../xml/read.ts";
import { harmless } from "./format/terminal-text.ts";

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

function isOurCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(CLIENT_ERRORS, code);
}

/** Whether it is known what a server's error means: this project's have codes, OpenNebula's some words only. */
export function isOurs(error: OcciError): boolean {
  return Object.hasOwn(CLIENT_ERRORS, error.code);
}

function present(details: { [K in keyof ErrorDetails]: ErrorDetails[K] | undefined }): ErrorDetails {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}

/** On one line, and nothing that a terminal would act on. */
const line = (text: string): string => harmless(text.trim().replace(/\s+/g, " "));

interface ProblemText {
  readonly code: string;
  readonly text: string;
  readonly hint: string | undefined;
}

/** The error of the JSON API (RFC 9457): all that is wrong is told. */
function problemIn({ headers, body }: Reply): ProblemText | undefined {
  if (!/^application\/problem\+json\b/.test(headers.get("content-type") ?? "")) return undefined;
  try {
    const { code, detail, hint, errors } = JSON.parse(body);
    const all = Array.isArray(errors) ? errors.map((one) => String(one?.detail ?? "")).filter(Boolean) : [];
    const text = all.length > 1 ? all.join(" ") : String(detail ?? "");
    return { code: String(code), text, hint: typeof hint === "string" ? hint : undefined };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The error in an answer: ours as it is, of others status and text. @param hashed whether --hash was used. */
export function errorOf(reply: Reply, hashed = false): OcciError {
  const { status, headers, body } = reply;
  const problem = problemIn(reply);
  const retry = Number(headers.get("retry-after") ?? Number.NaN);
  const details = present({
    httpStatus: status,
    requestId: headers.get("x-request-id") ?? undefined,
    retryAfter: Number.isFinite(retry) ? retry : undefined,
  });
  if (problem !== undefined && isOurCode(problem.code)) {
    const { code, text, hint } = problem;
    return new OcciError(code, line(text), present({ ...details, hint: hint && line(hint) }));
  }
  const root = /^\s*<(?:\?xml|ERROR)/.test(body) ? tryDocument(reply) : undefined;
  const code = root && firstChild(root, "CODE")?.text;
  const message = root && firstChild(root, "MESSAGE")?.text;
  if (root !== undefined && message !== undefined && isOurCode(code)) {
    const hint = firstChild(root, "HINT")?.text;
    return new OcciError(code, line(message), present({ ...details, hint: hint && line(hint) }));
  }
  const text = plainText(reply);
  const errorCode = ONED_WORDS.find(([words]) => words.test(text))?.[1] ?? "REFUSED";
  return new OcciError(errorCode, `The server answers ${status}: ${text}`, {
    ...details,
    ...((status === 401 || errorCode === "BAD_CREDENTIALS") &&
      !hashed && { hint: "OpenNebula's own servers require the password as SHA-1: try --hash." }),
  });
}

/**
 * Messages of oned, the same in any version whatever status its OCCI servers gave them: 2.0 had 404 for a wrong
 * password.
 */
const ONED_WORDS: readonly (readonly [words: RegExp, code: ErrorCode])[] = [
  [/^\[\w+\] User couldn't be authenticated/, "BAD_CREDENTIALS"],
  [/^\[\w+\] User \[\d+\] :? ?not authorized to/i, "FORBIDDEN"],
  [/^\[\w+\] Error getting [\w ]+ \[\d+\]/, "NOT_FOUND"],
  [/^\[\w+\] user \[\d+\] limit of \S+ reached for \w+ quota/i, "QUOTA_EXCEEDED"],
];

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  400: "the request is wrong",
  401: "the user name or the password is not accepted",
  403: "the request is not allowed",
  404: "the resource does not exist",
  500: "the server failed",
  502: "the proxy in front cannot reach the server",
  503: "the service is not available",
  504: "the server behind the proxy does not answer",
};

/** The text of an answer that is meant for people, cut to what fits; HTML is left out. */
function plainText({ status, body, headers }: Reply): string {
  const html = /html/.test(headers.get("content-type") ?? "") && /<(?:!doctype|html|head|body|h1)/i.test(body);
  const text = html ? "" : line(body).slice(0, 500);
  const shown = text === "" ? (STATUS_TEXTS[status] ?? "without giving a reason") : text;
  return /[.!?]$/.test(shown) ? shown : `${shown}.`;
}

/** The document of an answer; undefined when it is not XML. */
export function tryDocument({ body }: Reply): XmlElement | undefined {
  try {
    return readAnswer(body);
  } catch (error) {
    if (error instanceof OcciError) return undefined;
    throw error;
  }
}

/** The document of a success. @throws OcciError REFUSED when it is not XML: `cause` is the reader's error. */
export function documentOf(reply: Reply, what: string): XmlElement {
  try {
    return readAnswer(reply.body);
  } catch (cause) {
    const why = cause instanceof OcciError ? cause.message : "";
    throw new OcciError("REFUSED", `The server's answer to ${what} is not well-formed XML. ${why}`.trim(), {
      httpStatus: reply.status,
      hint: "Use -o xml to print it unchanged.",
      cause,
    });
  }
}
