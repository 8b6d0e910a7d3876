/** A fault of a configuration, and its place. */
import type { OptionName } from "./options.ts";

export type Severity = "error" | "warning";

export interface Fault {
  readonly severity: Severity;
  /** Path, or the words for it in a message. */
  readonly file: string;
  /** From 1; left out for what concerns the file as a whole. */
  readonly line?: number;
  /** From 1, in UTF-16 units as editors count. */
  readonly column?: number;
  readonly message: string;
  /** A way to mend it. */
  readonly hint?: string;
}

/** A place in the configuration file, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Makes a fault of the file as a whole, or at the place of an option that it sets. */
export type MakeFault = (severity: Severity, option: OptionName | undefined, message: string, hint?: string) => Fault;

/** @param places of the options, as `loadConfig` gives them; an option without one is a fault of the whole file. */
export function faultMaker(file: string, places: ReadonlyMap<OptionName, Place>): MakeFault {
  return (severity, option, message, hint) => ({
    severity,
    file,
    ...(option !== undefined && places.get(option)),
    message,
    ...(hint !== undefined && { hint }),
  });
}

/** By place in the file; faults of other files keep their order after those of the first. */
export function inOrder(faults: readonly Fault[]): Fault[] {
  const files = [...new Set(faults.map(({ file }) => file))];
  return faults.toSorted(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}
