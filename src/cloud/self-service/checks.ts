/** Checks that several kinds of objects share. They run together, so that all faults are reported at once. */
import { type Fault, invalid } from "../../errors.ts";
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
