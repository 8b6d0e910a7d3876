/** JSON that is harmless to look at. */
import { asEscapes } from "./terminal-text.ts";

/** Data as JSON, two blanks a level, with a line break at its end. */
export function jsonText(data: unknown): string {
  return `${asEscapes(JSON.stringify(data, null, 2))}\n`;
}
