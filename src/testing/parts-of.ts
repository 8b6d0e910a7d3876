/** For tests: some members of a large object. */

/**
 * The members of an object that an expectation names, for `toEqual`: it compares maps and dates, which `toMatchObject` does
 * not look into.
 */
export function partsOf<T extends object>(object: T, expected: Partial<T>): Partial<T> {
  const names = Object.keys(expected) as (keyof T)[];
  return Object.fromEntries(names.map((name) => [name, object[name]])) as Partial<T>;
}
