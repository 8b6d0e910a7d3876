/** Changes that clients are told of. */

/** A hint that something has changed and should be read again. */
export interface ResourceChange {
  readonly kind: "machine" | "image" | "network";
  readonly id: number;
  /** New ones have changed, too. Resources that the user cannot see any more are gone. */
  readonly change: "changed" | "gone";
}
