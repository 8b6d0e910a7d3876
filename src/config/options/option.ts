import type { ValueType } from "../value-types.ts";

export interface Option<T> {
  readonly type: ValueType<T>;
  /** As it would be written in the file; undefined when the option may be left out without one. */
  readonly fallback: string | undefined;
  /** Whether it may be in several lines, and all of them count: its value is a list then. */
  readonly repeats?: boolean;
  /** The default in words, where `fallback` does not say it. */
  readonly shownDefault?: string;
  /** One or two sentences. */
  readonly meaning: string;
  /** A value for the sample: its line does not begin with `#` when `inSample` is true. */
  readonly example?: string;
  readonly inSample?: boolean;
}

/** Options of one group of the sample and the manual, in its order. */
export type OptionTable = Readonly<Record<string, Option<unknown>>>;
