/** The error of work that must fail with one of ours. */
import { OcciError } from "../errors.ts";

/** @throws Error when the work succeeds, or fails in another way. */
export async function errorOf(work: Promise<unknown>): Promise<OcciError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OcciError)) throw new Error(`no OcciError: ${error}`);
  return error;
}
