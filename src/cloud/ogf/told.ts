/** What a list says of objects that oned cannot send. */
import type { Skip } from "../../opennebula/read-around.ts";

/** Told of an object that is left out: `compute 17`. */
export type Told = (object: string) => void;

export function skipIn(word: string, told: Told): Skip {
  return (id) => told(`${word} ${id ?? "?"}`);
}
