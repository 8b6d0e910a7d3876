/** An object that another one names. */
import type { Reference } from "../model.ts";

/** Undefined without an id; oned may leave the name out. */
export function reference(id: number | undefined, name: string | undefined): Reference | undefined {
  return id === undefined ? undefined : { id, name: name ?? "" };
}
