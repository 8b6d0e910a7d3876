/** How refusals of this dialect are worded: they name what is wrong, and never give a client its own megabyte back. */
import { type ErrorCode, OcciError } from "../../errors.ts";

/** Characters of a client's text that a message repeats. */
const SHOWN = 64;

/** A client's text for a message: shortened, in quotes, without anything that would break a line or a header. */
export function shown(text: string): string {
  const cut = text.length > SHOWN ? `${text.slice(0, SHOWN - 3)}...` : text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be shown
  return `"${cut.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "?").toWellFormed()}"`;
}

/** The error for a mistake of a client; INVALID_REQUEST by default. */
export function invalid(message: string, hint?: string, code: ErrorCode = "INVALID_REQUEST"): OcciError {
  return new OcciError(code, message, hint === undefined ? {} : { hint });
}
