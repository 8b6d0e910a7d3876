/** The scripts for the shells: small, as the program knows what may come next. */
import bash from "./shells/occi.bash" with { type: "text" };
import fish from "./shells/occi.fish" with { type: "text" };
import zsh from "./shells/occi.zsh" with { type: "text" };

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** The hidden command that the scripts call. */
export const COMPLETE = "__complete";

const SCRIPTS: Readonly<Record<Shell, string>> = { bash, zsh, fish };

/** The completion of all programs for a shell. @param programs their names. */
export function completionScript(shell: Shell, programs: readonly string[]): string {
  return SCRIPTS[shell].replaceAll("PROGRAMS", programs.join(" "));
}
