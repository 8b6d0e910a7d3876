/** "Did you mean": for names that people mistype. */
import { closest, distance } from "fastest-levenshtein";

/** The known name that is nearest to the typed one; undefined when none is near. Case does not matter. */
export function nearestName(typed: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const lower = typed.toLowerCase();
  const byLower = new Map(known.map((name) => [name.toLowerCase(), name]));
  // Letters that changed places: `lsit`.
  const swapped = [...byLower.keys()].find((name) => sortedLetters(name) === sortedLetters(lower));
  if (swapped !== undefined) return byLower.get(swapped);
  const best = closest(lower, [...byLower.keys()]);
  return distance(lower, best) <= tolerance(best) ? byLower.get(best) : undefined;
}

/** Parts of a name shorter than that are like too many words. Letters. */
const LEAST_PART = 3;

/**
 * The known names that somebody may mean who typed the name of a thing: the nearest, else those of which a part is near
 * (`debian` of `debian-12`, `data` of `alice-data`). Those that are equally near come together. Case plays no part.
 */
export function nearestNames(typed: string, known: readonly string[], most = 4): readonly string[] {
  const lower = typed.toLowerCase();
  const near = (partsOf: (name: string) => readonly string[]): string[] => {
    const costs = [...new Set(known)].map((name) => {
      const likely = partsOf(name.toLowerCase()).filter((part) => likeness(lower, part) <= tolerance(part));
      return { name, cost: Math.min(...likely.map((part) => likeness(lower, part))) };
    });
    const least = Math.min(...costs.map(({ cost }) => cost));
    return costs.filter(({ cost }) => cost === least && Number.isFinite(cost)).map(({ name }) => name);
  };
  const whole = near((name) => [name]);
  return (whole.length > 0 ? whole : near(partsOf)).slice(0, most);
}

/** How many letters may differ. */
function tolerance(name: string): number {
  return Math.max(1, Math.floor(name.length * 0.4));
}

/** `web`, `web-prod`, `prod` and so on of `web-prod-1`: what people remember of a name. */
function partsOf(name: string): readonly string[] {
  const words = [...name.matchAll(/[^\s._:/-]+/g)].map((found) => ({
    from: found.index,
    to: found.index + found[0].length,
  }));
  const parts = words.flatMap(({ from }, first) => words.slice(first).map(({ to }) => name.slice(from, to)));
  return parts.filter((part) => part.length >= LEAST_PART);
}

/** Letters that differ; those that only changed places count as one. */
function likeness(one: string, other: string): number {
  return sortedLetters(one) === sortedLetters(other) ? Math.min(1, distance(one, other)) : distance(one, other);
}

/** How near a name is to another: edits of one letter, and whether just two or three letters have changed places. Case counts. */
export function closeness(name: string, other: string): { readonly edits: number; readonly swapped: boolean } {
  const edits = distance(name, other);
  return { edits, swapped: name !== other && edits <= 2 && sortedLetters(name) === sortedLetters(other) };
}

function sortedLetters(name: string): string {
  return [...name].sort().join("");
}
