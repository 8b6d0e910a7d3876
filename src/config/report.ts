/** Faults as a compiler prints them: editors find the place, people find the hint below it. */
import type { Fault } from "./fault.ts";

/** `FILE:LINE:COLUMN`, as far as they are known. */
export function placeOf({ file, line, column }: Fault): string {
  return [file, line, column].filter((part) => part !== undefined).join(":");
}

/** `FILE:LINE:COLUMN: error: message`, and a line with the hint when there is one. */
export function renderFault(fault: Fault): string {
  const { severity, message, hint } = fault;
  return `${placeOf(fault)}: ${severity}: ${message}${hint === undefined ? "" : `\n  hint: ${hint}`}`;
}

/** `2 errors, 1 warning`. */
export function summary(faults: readonly Fault[]): string {
  const count = (severity: Fault["severity"]): string => {
    const number = faults.filter((fault) => fault.severity === severity).length;
    return `${number} ${severity}${number === 1 ? "" : "s"}`;
  };
  return `${count("error")}, ${count("warning")}`;
}

/** All faults and the summary, one below the other. @param read names the files that were read, for the summary. */
export function renderReport(faults: readonly Fault[], read?: string): string {
  const last = `${read === undefined ? "" : `${read}: `}${summary(faults)}`;
  return `${[...faults.map(renderFault), last].join("\n")}\n`;
}
