/** Texts that were packed without their names, by the names that English has: `scripts/console/languages.ts` packs them. */

/** @param values in the order of the names. */
export function named<T extends object>(names: T, values: readonly unknown[]): T {
  const entries = Object.entries(names)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, english], index) => {
      const value = values[index];
      return [name, Array.isArray(value) ? named(english as object, value) : value];
    });
  return Object.fromEntries(entries) as T;
}
