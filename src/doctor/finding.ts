/** The findings of the doctor. */

export interface Finding {
  /** The part that was examined, e.g. `oned`. */
  readonly check: string;
  /** `unknown`: the check was not possible, which is not a fault. */
  readonly status: "ok" | "warning" | "error" | "unknown";
  readonly text: string;
  /** A way to mend it. */
  readonly advice?: string;
}

/** Makes the findings of one check. */
export function findings(check: string): Record<Finding["status"], (text: string, advice?: string) => Finding> {
  const of =
    (status: Finding["status"]) =>
    (text: string, advice?: string): Finding => ({ check, status, text, ...(advice !== undefined && { advice }) });
  return { ok: of("ok"), warning: of("warning"), error: of("error"), unknown: of("unknown") };
}

/** One line for each, and one below it where there is something to do. */
export function render(all: readonly Finding[]): string {
  const width = Math.max(...all.map(({ check }) => check.length));
  const lines = all.flatMap(({ check, status, text, advice }) => {
    const line = `${status.padEnd(7)}  ${check.padEnd(width)}  ${text}`;
    return advice === undefined ? [line] : [line, `${" ".repeat(9 + width + 2)}${advice}`];
  });
  return lines.join("\n");
}
