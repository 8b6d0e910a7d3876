/** Checks that several kinds of objects share. They run together, so that all faults are reported at once. */
import { type ErrorCode, type Fault, invalid, OcciError } from "../../errors.ts";
import * as fields from "../fields.ts";

/** Name and description, where they are given. */
export function describedChecks({
  name,
  description,
}: {
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
}): (() => unknown)[] {
  return [
    () => name !== undefined && fields.objectName(name),
    () => typeof description === "string" && fields.description(description),
  ];
}

/** @throws OcciError INVALID_REQUEST, where there are faults. */
export function throwFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw invalid(faults);
}

/** Codes of what is wrong in a request itself. */
const FAULTY: readonly ErrorCode[] = ["INVALID_REQUEST", "INVALID_CHARACTER"];

/**
 * Carries out checks that throw for what is wrong in a request.
 * @returns the errors. @throws what is not a fault of the request.
 */
export async function failedChecks(...checks: readonly (() => unknown)[]): Promise<OcciError[]> {
  const failed: OcciError[] = [];
  for (const check of checks) {
    try {
      await check();
    } catch (error) {
      if (!(error instanceof OcciError && FAULTY.includes(error.code))) throw error;
      failed.push(error);
    }
  }
  return failed;
}

/** @throws OcciError one for all of them, where there are any. */
export function throwAll(errors: readonly OcciError[]): void {
  const error = OcciError.combined(errors);
  if (error !== undefined) throw error;
}
