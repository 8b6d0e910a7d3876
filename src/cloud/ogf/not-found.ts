import { OcciError } from "../../errors.ts";

/** What is not there, or not there any more. */
export function notFound(): OcciError {
  return new OcciError("NOT_FOUND", "The entity does not exist.");
}
