/** Errors as problem details (RFC 9457). */
import { CLIENT_ERRORS, type ErrorCode, type Fault, type OcciError } from "../../errors.ts";
import { BASE_PATH } from "./operations/index.ts";
import { ErrorCodes, Problem } from "./schemas/index.ts";
import { writeDocument } from "./write.ts";

export const PROBLEM_TYPE = "application/problem+json";

/** Characters of a member's name: a sender need not hear all of a name of a million. */
const LONGEST_NAME = 200;

/** JSON pointer (RFC 6901). A very long name is cut. */
export function pointerOf(at: Fault["at"]): string {
  return at
    .map((part) => `/${String(part).slice(0, LONGEST_NAME).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}

/** The URL path that explains a code (RFC 9457, 3.1.1). @param prefix of the server's paths. */
function typeOf(code: ErrorCode, prefix: string): string {
  return `${prefix}${BASE_PATH}/errors#${code.toLowerCase().replaceAll("_", "-")}`;
}

/** All codes that an answer can have. @param prefix of the server's paths. */
export function renderErrorCodes(prefix: string): string {
  const items = (Object.keys(CLIENT_ERRORS) as (keyof typeof CLIENT_ERRORS)[]).map((code) => {
    const { status, meaning } = CLIENT_ERRORS[code];
    return { type: typeOf(code, prefix), code, status, title: meaning };
  });
  return writeDocument(ErrorCodes, { items });
}

/**
 * The body for an error.
 * @param prefix of the server's paths, where a proxy has it below one.
 */
export function renderProblem(error: OcciError, requestId: string, prefix = ""): string {
  const { code, status, message, hint, faults } = error;
  const meaning = Object.hasOwn(CLIENT_ERRORS, code) ? CLIENT_ERRORS[code as keyof typeof CLIENT_ERRORS].meaning : "";
  return writeDocument(Problem, {
    type: typeOf(code, prefix),
    title: meaning,
    status,
    detail: message,
    code,
    hint,
    requestId,
    errors: faults.map(({ at, message: detail }) => ({ pointer: pointerOf(at), detail })),
  });
}
