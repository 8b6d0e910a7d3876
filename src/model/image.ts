/** Images as the JSON API shows them. */
import type { Reference } from "./common.ts";

/** An image as the JSON API shows it. Sizes in MiB. */
export interface DiskImage {
  readonly id: number;
  readonly name: string;
  readonly description?: string;
  readonly state: "copying" | "ready" | "used" | "disabled" | "failed" | "deleting";
  /** The work that OpenNebula is doing on it. */
  readonly message?: string;
  /** Why it failed. */
  readonly error?: string;
  readonly type: string;
  readonly size: number;
  readonly fileSystem?: string;
  readonly persistent: boolean;
  readonly public: boolean;
  /** Ids of the machines that use it, as far as the user may see them. */
  readonly machines: readonly number[];
  readonly datastore?: number;
  readonly owner: Reference;
  readonly oned: { readonly state: string };
}
