/** Refusals of oned for what the administrator has written: the user who sent the request must not hear of a mistake. */
import { OcciError } from "../errors.ts";
import type { Sentence } from "../wording.ts";

/**
 * Runs something that uses what only the administrator can change.
 * @param isTheirs whether a refusal is for that.
 * @throws OcciError INTERNAL with the message, which the log reports with oned's reason; otherwise as `run` does.
 */
export async function blamingAdministrator<T>(
  run: () => Promise<T>,
  isTheirs: (error: OcciError) => boolean,
  message: string | Sentence,
  hint: string,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof OcciError) || !isTheirs(error)) throw error;
    throw new OcciError("INTERNAL", message, { hint: `Report this to the administrator: ${hint}`, cause: error });
  }
}
