/** Which mutants are tried: a choice that stays the same while the program changes elsewhere. */
import { createHash } from "node:crypto";
import type { Mutant } from "./mutant.ts";

function rank(seed: string, { file, kind, before, after, nth }: Mutant): string {
  return createHash("sha1").update([seed, file, kind, before, after, nth].join("\0")).digest("hex");
}

/** @param count undefined for all. @returns in the order of files and lines. */
export function sample(mutants: readonly Mutant[], count: number | undefined, seed: string): readonly Mutant[] {
  if (count === undefined || count >= mutants.length) return mutants;
  const ranked = mutants.map((mutant, at) => ({ mutant, at, by: rank(seed, mutant) }));
  return ranked
    .sort((a, b) => (a.by < b.by ? -1 : 1))
    .slice(0, count)
    .sort((a, b) => a.at - b.at)
    .map(({ mutant }) => mutant);
}
