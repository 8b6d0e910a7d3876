/** Nothing half done stays: what was created is deleted when a later step fails, or the error says that it is still there. */
import { OcciError } from "../../errors.ts";
import { say } from "../../wording.ts";

/**
 * Deletes what was created before something failed, one after the other, the last first: it may use what was before it.
 * @returns what could not be deleted: it is still there.
 */
export async function rollBack<T>(created: readonly T[], remove: (one: T) => Promise<void>): Promise<readonly T[]> {
  const left: T[] = [];
  for (const one of created.toReversed()) await remove(one).catch(() => left.push(one));
  return left;
}

/**
 * Does the steps after the making of an object.
 * @param path of the object, for the error.
 * @throws what the steps throw, when the object could be deleted; else OUTCOME_UNKNOWN naming it.
 */
export async function orRollBack<T>(path: string, steps: () => Promise<T>, remove: () => Promise<void>): Promise<T> {
  try {
    return await steps();
  } catch (failure) {
    try {
      await remove();
    } catch {
      const [place, reason] = [{ place: path }, failure instanceof OcciError ? failure.sentence : []];
      throw new OcciError(
        "OUTCOME_UNKNOWN",
        say`${place} was created but not completed, and could not be deleted. ${reason}`,
        {
          hint: say`GET ${place}: complete it, or DELETE it before you create it again.`,
          cause: failure,
        },
      );
    }
    throw failure;
  }
}
