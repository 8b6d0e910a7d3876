/** For tests: a loop over nothing proves nothing. */

/** The members of a list. @throws Error when it has none. */
export function nonEmpty<T>(list: Iterable<T>): readonly T[] {
  const members = [...list];
  if (members.length === 0) throw new Error("the list of what is tested is empty");
  return members;
}
