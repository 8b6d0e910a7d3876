/**
 * Errors as problem details (RFC 9457). Every answer may be one: what it takes is loaded at the start, and the schemas of the
 * API are not.
 */
import type { Static } from "@sinclair/typebox";
import { CLIENT_ERRORS, type ErrorCode, type Fault, type OcciError } from "../../errors.ts";
import { BASE_PATH } from "./base-path.ts";
import type { Problem } from "./schemas/index.ts";

export const PROBLEM_TYPE = "application/problem+json";

/** Characters of a member's name in a pointer: names can be a million characters long. */
const LONGEST_NAME = 200;

/** JSON pointer (RFC 6901). A very long name is cut. */
export function pointerOf(at: Fault["at"]): string {
  return at
    .map((part) => `/${String(part).slice(0, LONGEST_NAME).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}

/** The URL path that explains a code (RFC 9457, 3.1.1). @param prefix of the server's paths. */
export function typeOf(code: ErrorCode, prefix: string): string {
  return `${prefix}${BASE_PATH}/errors#${code.toLowerCase().replaceAll("_", "-")}`;
}

/**
 * The body for an error.
 * @param prefix of the server's paths, where a proxy has it below one.
 */
export function renderProblem(error: OcciError, requestId: string, prefix = ""): string {
  const { code, status, message, hint, faults } = error;
  const meaning = Object.hasOwn(CLIENT_ERRORS, code) ? CLIENT_ERRORS[code as keyof typeof CLIENT_ERRORS].meaning : "";
  // In the order of the schema, as all documents are written.
  const problem: Static<typeof Problem> = {
    type: typeOf(code, prefix),
    title: meaning,
    status,
    detail: message,
    code,
    hint: hint ?? null,
    requestId,
    errors: faults.map(({ at, message: detail }) => ({ pointer: pointerOf(at), detail })),
  };
  return JSON.stringify(problem);
}
