/**
 * oned writes all values of CONTEXT into one text with a separator between them, puts values of the machine where `$NAME`
 * stands, and takes the text apart again. A value that holds the separator, or completes one, would be another variable:
 * FILES=/etc/shadow in an input was seen to pass oned 6.10 and 7.4, which refuse FILES wherever they see it.
 */
const SEPARATOR = "@^_^@";

/** Even without its last character: the separator after a value would add it. */
export const SEPARATES = SEPARATOR.slice(0, -1);

/** Everything that may be a part of a separator; those without a `^` cannot make one alone. */
const PARTS = [...SEPARATOR].flatMap((_, from) =>
  [...SEPARATOR].map((__, to) => SEPARATOR.slice(from, to + 1)).filter((part) => part.includes("^")),
);
const ENDS = PARTS.filter((part) => SEPARATOR.startsWith(part));
const STARTS = PARTS.filter((part) => SEPARATOR.endsWith(part));

/** Whether a value that is put between others, which may be values as well, could become a separator with them. */
export function maySeparate(value: string): boolean {
  return (
    value.includes(SEPARATES) ||
    PARTS.includes(value) ||
    ENDS.some((part) => value.endsWith(part)) ||
    STARTS.some((part) => value.startsWith(part))
  );
}
