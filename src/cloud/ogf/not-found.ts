import { OcciError } from "../../errors.ts";

/** The error for an entity that does not exist, or no longer exists. */
export function notFound(): OcciError {
  return new OcciError("NOT_FOUND", "The entity does not exist.");
}
