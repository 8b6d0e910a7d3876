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
