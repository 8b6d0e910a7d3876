/** A new name as a part of a larger change: with the rest, or not at all. */
import { OcciError } from "../errors.ts";
import { field, type Sentence, say } from "../wording.ts";

/** The same refusal, and what was carried out all the same. */
function withRemark(failure: OcciError, remark: Sentence): OcciError {
  const { code, sentence, hint, retryAfter } = failure;
  const details = { ...(hint !== undefined && { hint }), ...(retryAfter !== undefined && { retryAfter }) };
  return new OcciError(code, say`${sentence} ${remark}`, { ...details, cause: failure });
}

/**
 * Renames, and then does the rest: what is refused most, for a name that is taken, comes first. When the rest is refused
 * the old name comes back.
 * @param name undefined when it stays.
 * @throws what the rest throws; when the old name could not be given back the message says so.
 */
export async function renamedWith<T>(
  rename: (name: string) => Promise<void>,
  { name, present }: { readonly name: string | undefined; readonly present: string },
  rest: () => Promise<T>,
): Promise<T> {
  if (name === undefined) return rest();
  await rename(name);
  try {
    return await rest();
  } catch (failure) {
    // A change that might have been carried out is left alone, name and all: the user has to check it anyway.
    if (!(failure instanceof OcciError) || failure.status >= 500) throw failure;
    try {
      await rename(present);
    } catch {
      throw withRemark(failure, say`${field("name")} has already been changed.`);
    }
    throw failure;
  }
}

/**
 * Renames when the rest is done: what was done cannot be taken back then.
 * @param done whether the rest has changed anything.
 * @throws what the renaming throws; the message says that the rest was done.
 */
export async function renamedAfter(done: boolean, rename: () => Promise<void>): Promise<void> {
  try {
    await rename();
  } catch (failure) {
    if (!done || !(failure instanceof OcciError)) throw failure;
    throw withRemark(failure, say`The rest of the request was carried out: only ${field("name")} is unchanged.`);
  }
}
