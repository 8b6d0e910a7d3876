/** Which oned action each OCCI action becomes, with its method, from which states. One table, also the manual's. */
import { ACTIONS, type TypeId, termOf } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { stateWord, type Vm, type VmActionName } from "../../../opennebula/vm.ts";

/** STATE, or of an ACTIVE machine its LCM_STATE. */
export type From = "RUNNING" | "UNKNOWN" | "HOLD" | "POWEROFF" | "SUSPENDED" | "STOPPED" | "UNDEPLOYED";

export interface ActionRow {
  readonly action: TypeId;
  /** "" is no method. */
  readonly method: string;
  readonly from: readonly From[];
  readonly oned: VmActionName;
}

const ASLEEP = ["POWEROFF", "SUSPENDED", "STOPPED", "UNDEPLOYED", "UNKNOWN"] as const;
const { START, STOP, RESTART, SUSPEND, SAVE } = ACTIONS;

export const COMPUTE_ACTION_ROWS: readonly ActionRow[] = [
  { action: START, method: "", from: ASLEEP, oned: "resume" },
  { action: START, method: "", from: ["HOLD"], oned: "release" },
  { action: STOP, method: "", from: ["RUNNING"], oned: "poweroff" },
  { action: STOP, method: "graceful", from: ["RUNNING"], oned: "poweroff" },
  { action: STOP, method: "acpioff", from: ["RUNNING"], oned: "poweroff" },
  { action: STOP, method: "poweroff", from: ["RUNNING", "UNKNOWN"], oned: "poweroff-hard" },
  { action: RESTART, method: "", from: ["RUNNING"], oned: "reboot" },
  { action: RESTART, method: "graceful", from: ["RUNNING"], oned: "reboot" },
  { action: RESTART, method: "warm", from: ["RUNNING"], oned: "reboot" },
  { action: RESTART, method: "cold", from: ["RUNNING"], oned: "reboot-hard" },
  { action: SUSPEND, method: "", from: ["RUNNING"], oned: "suspend" },
  { action: SUSPEND, method: "suspend", from: ["RUNNING"], oned: "suspend" },
  { action: SUSPEND, method: "hibernate", from: ["RUNNING", "SUSPENDED"], oned: "stop" },
];

/** Where `save` is possible: oned copies the disks of such machines. */
export const SAVE_FROM: readonly From[] = ["RUNNING", "POWEROFF", "SUSPENDED"];

/** The actions that are possible now (A-8: only these are linked). */
export function applicableActions(vm: Pick<Vm, "state" | "lcmState">): readonly TypeId[] {
  const word = stateWord(vm) as From;
  const found = new Set(COMPUTE_ACTION_ROWS.filter((row) => row.from.includes(word)).map((row) => row.action));
  if (SAVE_FROM.includes(word)) found.add(SAVE);
  return [...found];
}

/** Refuses an action that is not possible in a machine's state. */
export function wrongState(vm: Pick<Vm, "state" | "lcmState">, action: TypeId, from: readonly From[]): OcciError {
  const now = applicableActions(vm).map(termOf).join(", ");
  return new OcciError("WRONG_STATE", `${termOf(action)} is not possible while the machine is ${stateWord(vm)}.`, {
    hint: `It is possible from ${[...new Set(from)].join(", ")}; ${now === "" ? "no action is possible now" : `possible now: ${now}`}.`,
  });
}

/**
 * The calls to oned for an action.
 * @throws OcciError WRONG_STATE when the state does not allow it.
 */
export function onedAction(vm: Pick<Vm, "state" | "lcmState">, action: TypeId, method: string): VmActionName {
  const rows = COMPUTE_ACTION_ROWS.filter((row) => row.action === action && row.method === method);
  const found = rows.find((row) => row.from.includes(stateWord(vm) as From));
  if (found !== undefined) return found.oned;
  throw wrongState(
    vm,
    action,
    rows.flatMap((row) => row.from),
  );
}
