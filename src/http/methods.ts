/** The methods that a place has, for those that ask for another one. */
import { OcciError } from "../errors.ts";

/** The value of `Allow`. @param methods that have handlers: HEAD goes with GET, and OPTIONS is everywhere. */
export function allowOf(methods: Iterable<string>): string {
  const all = [...methods];
  return [...all, ...(all.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
}

/** METHOD_NOT_ALLOWED, with the methods that the place has. */
export function methodNotAllowed(method: string, methods: Iterable<string>): OcciError {
  const allow = allowOf(methods);
  return new OcciError("METHOD_NOT_ALLOWED", `${method} is not possible here.`, { allow, hint: `Possible: ${allow}.` });
}
