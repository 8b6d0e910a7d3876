/** Reports the objects of a list that oned cannot send. */
import type { Skip } from "../../opennebula/read-around.ts";

/** OnSkipped of an object that is left out: `compute 17`. */
export type OnSkipped = (object: string) => void;

export function skippedIn(word: string, onSkipped: OnSkipped): Skip {
  return (id) => onSkipped(`${word} ${id ?? "?"}`);
}
