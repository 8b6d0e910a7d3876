/** Values that several kinds of resources have. */

export interface Reference {
  readonly id: number;
  readonly name: string;
}

/** An entry of a plain collection. */
export type Summary = Reference;

/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; absent for the last. */
  readonly next?: string;
}
