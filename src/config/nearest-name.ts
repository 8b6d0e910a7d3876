/** "Did you mean": for names that people mistype. */
import { closest, distance } from "fastest-levenshtein";

/** The known name that is nearest to what was typed; undefined when none is near. Case plays no part. */
export function nearestName(typed: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const lower = typed.toLowerCase();
  const byLower = new Map(known.map((name) => [name.toLowerCase(), name]));
  // Letters that changed places: `lsit`.
  const swapped = [...byLower.keys()].find((name) => sortedLetters(name) === sortedLetters(lower));
  if (swapped !== undefined) return byLower.get(swapped);
  const best = closest(lower, [...byLower.keys()]);
  return distance(lower, best) <= Math.max(1, Math.floor(best.length * 0.4)) ? byLower.get(best) : undefined;
}

function sortedLetters(name: string): string {
  return [...name].sort().join("");
}
