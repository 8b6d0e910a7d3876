/**
 * Cuts parts out of a package's source. Each must be there as often as is expected: a new version of the package, in which it is
 * another, does not bundle.
 */

/** Puts `by` in the place of the one match of a pattern. @throws Error where the pattern does not match once. */
export function replaced(text: string, pattern: RegExp, by: string): string {
  const matches = [...text.matchAll(new RegExp(pattern, `${pattern.flags.replace("g", "")}g`))];
  const [match] = matches;
  if (match === undefined || matches.length > 1)
    throw new Error(`${pattern} matches ${matches.length} times, not once`);
  return text.slice(0, match.index) + by + text.slice(match.index + match[0].length);
}

/** Takes out the one match of each pattern. */
export function without(text: string, patterns: readonly RegExp[]): string {
  return patterns.reduce((rest, pattern) => replaced(rest, pattern, ""), text);
}

/** The whole of a method that is indented by four blanks. */
export function methodNamed(name: string): RegExp {
  return new RegExp(`^ {4}(?:static |async )*${name}\\([^)]*\\) \\{\\n(?:(?: {5}.*)?\\n)*? {4}\\},?\\n`, "m");
}
