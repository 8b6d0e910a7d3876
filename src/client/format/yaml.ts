/** YAML that readers of YAML 1.1 take for the same: most tools still are such. */
import { HARMFUL_IN_DATA } from "../../terminal/harmful.ts";
import { asEscapes } from "./terminal-text.ts";

/**
 * A line of Bun's: blanks and dashes, the key of an element, and what comes after it; it does not write a text on two
 * lines.
 */
const LINE = /^((?:- | )*(?:[^\s"']+:(?: |$))?)(.*)$/gm;
/** Plain texts that YAML 1.1 takes for a number, a time, a date or a merge: `1_000`, `12:30`, `2026-11-25`, `=`. */
const MISTAKEN = /^(?:[-+]?\d[\d_,]*_[\d_,.]*|[-+]?\d[\d_]*(?::\d+)+(?:\.[\d_]*)?|\d{4}-\d\d?-\d\d?(?:[Tt \t].*)?|=)$/;

/** Data as YAML, two blanks a level, with a line break at its end. */
export function yamlText(data: unknown): string {
  const plain = `${Bun.YAML.stringify(data, null, 2)}\n`;
  const quoted = plain.replace(LINE, (line, start: string, text: string) =>
    !text.startsWith('"') && (MISTAKEN.test(text) || text.search(HARMFUL_IN_DATA) >= 0)
      ? `${start}"${text.replace(/["\\]/g, "\\$&")}"`
      : line,
  );
  return asEscapes(quoted);
}
