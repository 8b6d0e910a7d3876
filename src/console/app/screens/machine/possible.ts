/** The actions on parts of a machine that are possible now: oned's rules, which are the same in 6.10 and 7.4. */
import type { Machine } from "../../model.ts";

export type PartAction =
  | "attach"
  | "detach"
  | "saveDisk"
  | "growDisk"
  | "diskSnapshot"
  | "revertDisk"
  | "deleteDiskSnapshot"
  | "snapshot"
  | "resize";

/** By STATE of oned, or LCM_STATE of an ACTIVE machine. */
const POSSIBLE: Readonly<Record<PartAction, readonly string[]>> = {
  attach: ["RUNNING", "POWEROFF"],
  detach: ["RUNNING", "POWEROFF"],
  saveDisk: ["RUNNING", "POWEROFF", "SUSPENDED"],
  growDisk: ["RUNNING", "POWEROFF", "UNDEPLOYED"],
  diskSnapshot: ["RUNNING", "POWEROFF", "SUSPENDED"],
  revertDisk: ["POWEROFF"],
  deleteDiskSnapshot: ["RUNNING", "POWEROFF", "SUSPENDED"],
  snapshot: ["RUNNING"],
  resize: ["RUNNING", "PENDING", "HOLD", "POWEROFF", "UNDEPLOYED"],
};

/** Whether the user may manage it: then something is possible in each state in which oned is not at work. */
export function isManaged({ actions }: Pick<Machine, "actions">): boolean {
  return actions.length > 0;
}

export function isPossible(action: PartAction, machine: Pick<Machine, "actions" | "oned">): boolean {
  const { state, lcmState } = machine.oned;
  return isManaged(machine) && POSSIBLE[action].includes(state === "ACTIVE" ? lcmState : state);
}
