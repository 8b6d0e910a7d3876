/** Long texts in which single characters are replaced by others. */

/** Shorter texts are replaced by the engine, which is quick where there is little to replace. */
const LONG = 4 * 1024;

/** The replacement of each byte; undefined for those that stay. */
export type Replacements = readonly (Buffer | undefined)[];

/** @param replacements ASCII characters, and what stands for them. */
export function replacements(of: Readonly<Record<string, string>>): Replacements {
  const table: (Buffer | undefined)[] = new Array(256).fill(undefined);
  for (const [character, text] of Object.entries(of)) table[character.charCodeAt(0)] = Buffer.from(text);
  return table;
}

/** Whether `replaced` is worth its way: a search finds each character by itself, which takes twenty times as long. */
export function isLong(text: string): boolean {
  return text.length > LONG;
}

/**
 * The text with its replacements, in one pass over its bytes: ASCII stands for itself in UTF-8.
 * @param text without lone surrogates, which UTF-8 cannot carry.
 */
export function replaced(text: string, table: Replacements): string {
  const bytes = Buffer.from(text);
  let length = 0;
  for (let from = 0; from < bytes.length; from++) length += table[bytes[from] ?? 0]?.length ?? 1;
  if (length === bytes.length) return text;
  const output = Buffer.allocUnsafe(length);
  let at = 0;
  for (let from = 0; from < bytes.length; from++) {
    const byte = bytes[from] ?? 0;
    const replacement = table[byte];
    if (replacement === undefined) output[at++] = byte;
    else for (let part = 0; part < replacement.length; part++) output[at++] = replacement[part] ?? 0;
  }
  return output.toString("utf8");
}
