/** oned's states of an image as OCCI's. One table, also the manual's. */
import type { ImageState } from "../../../opennebula/states.ts";
import { reasonOf, type Shown } from "../shown-state.ts";

export type StorageStateWord = "online" | "offline" | "error";

/** By STATE of an image. */
export const STORAGE_STATES: Readonly<
  Record<ImageState, { readonly state: StorageStateWord; readonly message?: string }>
> = {
  INIT: { state: "offline", message: "OpenNebula is creating the image" },
  READY: { state: "online" },
  USED: { state: "online" },
  USED_PERS: { state: "online" },
  DISABLED: { state: "offline" },
  LOCKED: { state: "offline", message: "OpenNebula is copying the image" },
  LOCKED_USED: { state: "offline", message: "OpenNebula is copying the image" },
  LOCKED_USED_PERS: { state: "offline", message: "OpenNebula is copying the image" },
  CLONE: { state: "online", message: "it is being copied" },
  DELETE: { state: "online", message: "it is being deleted" },
  ERROR: { state: "error" },
};

/** The state of an image. One that was whole before oned locked it stays online. */
export function storageShown(state: ImageState, error: string | undefined, isWhole = false): Shown<StorageStateWord> {
  const row = STORAGE_STATES[state];
  if (isWhole && state.startsWith("LOCKED")) return { state: "online", message: "OpenNebula is working on it" };
  const message = row.state === "error" ? reasonOf(error) : (row.message ?? "");
  return { state: row.state, ...(message !== "" && { message }) };
}
