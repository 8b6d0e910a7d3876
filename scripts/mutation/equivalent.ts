/** Changes that make no difference which anybody could see: each with its reason, in `equivalent.json`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Mutant } from "./mutant.ts";

export interface Equivalent {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly why: string;
}

export function readEquivalents(): readonly Equivalent[] {
  return JSON.parse(readFileSync(join(import.meta.dir, "equivalent.json"), "utf8"));
}

const same = (mutant: Mutant, { file, before, after }: Equivalent): boolean =>
  mutant.file === file && mutant.before === before && mutant.after === after;

export function isEquivalent(mutant: Mutant, equivalents: readonly Equivalent[]): boolean {
  return equivalents.some((equivalent) => same(mutant, equivalent));
}

/** Entries whose line is gone: they say nothing any more. */
export function outdated(mutants: readonly Mutant[], equivalents: readonly Equivalent[]): readonly Equivalent[] {
  const files = new Set(mutants.map(({ file }) => file));
  return equivalents.filter((one) => files.has(one.file) && !mutants.some((mutant) => same(mutant, one)));
}
