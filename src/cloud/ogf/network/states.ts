/** oned's states of a network as OCCI's. One table, also the manual's. */
import type { Vnet } from "../../../opennebula/vnet.ts";
import { reasonOf, type Shown } from "../shown-state.ts";

export type NetworkStateWord = "active" | "inactive" | "error";

/** By STATE of a network. */
export const NETWORK_STATES: Readonly<
  Record<Vnet["state"], { readonly state: NetworkStateWord; readonly message?: string }>
> = {
  INIT: { state: "inactive", message: "OpenNebula is creating the network" },
  READY: { state: "active" },
  LOCK_CREATE: { state: "inactive", message: "OpenNebula is creating the network" },
  LOCK_DELETE: { state: "active", message: "it is being deleted" },
  DONE: { state: "inactive", message: "deleted" },
  ERROR: { state: "error" },
  UPDATE_FAILURE: { state: "error", message: "a change has not reached all machines" },
};

/** The state of a network. */
export function networkShown(state: Vnet["state"], error: string | undefined): Shown<NetworkStateWord> {
  const row = NETWORK_STATES[state];
  const why = row.state === "error" ? reasonOf(error) : "";
  const message = [row.message ?? "", why].filter((part) => part !== "").join(": ");
  return { state: row.state, ...(message !== "" && { message }) };
}
