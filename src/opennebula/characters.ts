/** Which characters oned can take. */

/** The remedy for a character that oned cannot store. */
export const CHARACTER_HINT =
  "Leave out control characters and characters outside the Basic Multilingual Plane, such as emoji.";

// Control characters make oned refuse the call with a fault. Characters outside the BMP are worse: it may store them and
// can then no longer encode any answer that holds them, whole pools included.
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are refused
const REFUSED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]|[\ud800-\udfff]/;

/**
 * The first character that oned cannot take, as U+XXXX; undefined when it can take them all. Observed on 6.10 and 7.4.
 */
export function refusedCharacter(value: string): string | undefined {
  const found = REFUSED.exec(value);
  if (found === null) return undefined;
  return `U+${(value.codePointAt(found.index) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
