/** Parameters of a query, and fields of a form. */
import { OcciError } from "../errors.ts";

/** More than these are not looked at: a request has two or three. A megabyte of them would hold up the others. */
const MOST = 64;

/** The character that decoding puts in the place of invalid bytes. */
const REPLACED = /\ufffd/g;
const WRITTEN = /\ufffd|%ef%bf%bd/gi;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** @throws OcciError INVALID_REQUEST when there are too many, and for escapes that are not UTF-8. */
export function parametersOf(text: string): URLSearchParams {
  let found = 1;
  for (let at = text.indexOf("&"); at >= 0; at = text.indexOf("&", at + 1)) {
    found += 1;
    if (found > MOST) throw new OcciError("INVALID_REQUEST", `The request has more than ${MOST} parameters.`);
  }
  const parameters = new URLSearchParams(text);
  if (count([...parameters].flat().join(""), REPLACED) > count(text, WRITTEN)) {
    throw new OcciError("INVALID_REQUEST", "The escapes in the request's parameters are not UTF-8.");
  }
  return parameters;
}
