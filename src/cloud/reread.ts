/** Reading back what a request has just made or changed. */
import { OcciError } from "../errors.ts";
import { say } from "../wording.ts";
import type { CloudDeps } from "./deps.ts";

/** A reading, or why there was none. */
type Reading<T> = { readonly value: T } | { readonly failure: unknown };

/**
 * Reads what was just made; while oned fails to show it, it is asked again until WAIT is over.
 * @throws OcciError OUTCOME_UNKNOWN naming the id when oned does not show it: it is there, so it must not be made again.
 *   Refusals pass.
 */
export async function created<T>(
  { patience }: Pick<CloudDeps, "patience">,
  id: number,
  kind: string,
  read: () => Promise<T>,
): Promise<T> {
  const look = async (): Promise<Reading<T>> => {
    try {
      return { value: await read() };
    } catch (failure) {
      if (failure instanceof OcciError && failure.status < 500) throw failure;
      return { failure };
    }
  };
  const last = await patience.follow(look, (reading) => "value" in reading);
  if ("value" in last) return last.value;
  throw new OcciError("OUTCOME_UNKNOWN", `The ${kind} ${id} was created, but OpenNebula does not show it yet.`, {
    hint: say`Check it before you create another one: ${{ look: `/${kind}/${id}` }}.`,
    cause: last.failure,
  });
}

/**
 * Reads a resource that was just changed. Users who close a resource to the group (PUBLIC=NO) might not see it any more:
 * they get it as they saw it last, with the change.
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
