/** Text for terminals: nothing that a terminal would act on, colours only where they are wanted. */
import { HARMFUL_IN_DATA, HARMFUL_IN_LINE } from "../../terminal/harmful.ts";

/** A text of the server's on one line, without what a terminal would act on. */
export function harmless(text: string): string {
  return text.replace(HARMFUL_IN_LINE, (c) => (c === "\n" || c === "\t" ? " " : "\ufffd"));
}

/** A document whose characters of that kind are written as its format's references to them. */
export function asReferences(document: string, reference: (code: number) => string): string {
  return document.replace(HARMFUL_IN_DATA, (c) => reference(c.charCodeAt(0)));
}

/** The same for formats that escape as JSON does. */
export function asEscapes(document: string): string {
  return asReferences(document, (code) => `\\u${code.toString(16).padStart(4, "0")}`);
}

export type Colour = "red" | "green" | "yellow" | "dim" | "bold";

const CODES: Readonly<Record<Colour, string>> = { red: "31", green: "32", yellow: "33", dim: "2", bold: "1" };

export function coloured(text: string, colour: Colour | undefined, wanted: boolean): string {
  return colour === undefined || !wanted || text === "" ? text : `\u001b[${CODES[colour]}m${text}\u001b[0m`;
}

/** The colour of a state. */
export function stateColour(state: string): Colour | undefined {
  if (/FAIL|ERROR/.test(state)) return "red";
  if (/^(RUNNING|READY|USED|USED_PERS)$/.test(state)) return "green";
  if (/^(STOPPED|SUSPENDED|POWEROFF|UNDEPLOYED|DONE|DISABLED|HOLD)$/.test(state)) return "dim";
  return state === "" || state === "ACTIVE" ? undefined : "yellow";
}

const SEGMENTER = new Intl.Segmenter();

/** Cut to a width, with an ellipsis. */
export function cut(text: string, width: number): string {
  if (Bun.stringWidth(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const { segment } of SEGMENTER.segment(text)) {
    const next = Bun.stringWidth(segment);
    if (used + next > Math.max(width - 1, 0)) break;
    kept += segment;
    used += next;
  }
  return width > 0 ? `${kept}…` : "";
}

/** Filled up with blanks to a width. */
export function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(width - Bun.stringWidth(text), 0));
}
