/** The type of the console's texts. English is the measure: a text that another language lacks does not compile. */
import type * as en from "./en/index.ts";

type SameTexts<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...values: infer V) => string
      ? (...values: V) => string
      : SameTexts<T[K]>;
};

/** All texts; a section for each screen. */
export type Catalogue = SameTexts<typeof en>;
/** The type of a section in another language: `export const machines: Section<"machines"> = { ... }`. */
export type Section<K extends keyof Catalogue> = Catalogue[K];
