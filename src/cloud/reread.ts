/** Reading back what a request has just made or changed. */
import { OcciError } from "../errors.ts";

/**
 * Reads what was just made.
 * @throws OcciError OUTCOME_UNKNOWN naming the id when oned does not show it: it is there, so it must not be made again.
 *   Other errors pass.
 */
export async function created<T>(id: number, kind: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof OcciError && cause.status < 500) throw cause;
    throw new OcciError("OUTCOME_UNKNOWN", `The ${kind} ${id} was created, but OpenNebula did not show it.`, {
      hint: `GET /${kind}/${id} instead of creating it again.`,
      cause,
    });
  }
}

/**
 * Reads what was just changed. Who has closed a resource of the group to himself (PUBLIC=NO) may not see it any more:
 * he gets it as he saw it last, with the change.
 * @param last undefined when nothing was closed: then the error passes.
 */
export async function changed<T>(last: T | undefined, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (last !== undefined && error instanceof OcciError && error.code === "FORBIDDEN") return last;
    throw error;
  }
}
