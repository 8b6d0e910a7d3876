/** Parameters of a query, and fields of a form. */
import { OcciError } from "../errors.ts";

/** More than these are not looked at: a request has two or three. A megabyte of them would hold up the others. */
const MOST = 64;

/** @throws OcciError INVALID_REQUEST when there are too many. */
export function parametersOf(text: string): URLSearchParams {
  let count = 1;
  for (let at = text.indexOf("&"); at >= 0; at = text.indexOf("&", at + 1)) {
    count += 1;
    if (count > MOST) throw new OcciError("INVALID_REQUEST", `The request has more than ${MOST} parameters.`);
  }
  return new URLSearchParams(text);
}
