/** The ten states of machines, and the actions that are possible in each; the manual shows the same tables. */
import type { MachineAction, MachineState } from "../../model.ts";
import type { VmState } from "../../opennebula/states.ts";
import { stateWord, type Vm, type VmActionName } from "../../opennebula/vm.ts";

/** By STATE of oned. */
export const MACHINE_STATE: Readonly<Record<Exclude<VmState, "ACTIVE">, MachineState>> = {
  INIT: "pending",
  PENDING: "pending",
  HOLD: "pending",
  CLONING: "pending",
  STOPPED: "suspended",
  SUSPENDED: "suspended",
  DONE: "gone",
  FAILED: "failed",
  POWEROFF: "stopped",
  UNDEPLOYED: "undeployed",
  CLONING_FAILURE: "failed",
};

/** By LCM_STATE of an ACTIVE machine: the first row that matches. */
export const ACTIVE_STATE: readonly (readonly [RegExp, MachineState])[] = [
  [/_FAILURE$/, "failed"],
  [/^(UNKNOWN|PROLOG_MIGRATE_UNKNOWN)$/, "unknown"],
  [/^(SHUTDOWN|EPILOG|SAVE_STOP|SAVE_SUSPEND|CLEANUP_DELETE)/, "stopping"],
  // Work on a machine that does not run leaves its state as it was.
  [
    /^(HOTPLUG|DISK_SNAPSHOT|DISK_RESIZE|BACKUP|PROLOG_MIGRATE)\w*_POWEROFF$|^HOTPLUG_(PRO|EPI)LOG_POWEROFF$/,
    "stopped",
  ],
  [/^(HOTPLUG|DISK_SNAPSHOT|PROLOG_MIGRATE)\w*_(SUSPENDED|SUSPEND|STOPPED)$/, "suspended"],
  [/^(HOTPLUG_SAVEAS|DISK_RESIZE)_UNDEPLOYED$/, "undeployed"],
  [/^(RUNNING|HOTPLUG|DISK_SNAPSHOT|DISK_RESIZE|BACKUP|MIGRATE|SAVE_MIGRATE|PROLOG_MIGRATE|BOOT_MIGRATE)/, "running"],
  [/^RESTORE$/, "stopped"],
  [/./, "starting"],
];

/** The state of a machine. */
export function machineState({ state, lcmState }: Pick<Vm, "state" | "lcmState">): MachineState {
  if (state !== "ACTIVE") return MACHINE_STATE[state];
  return ACTIVE_STATE.find(([pattern]) => pattern.test(lcmState))?.[1] ?? "starting";
}

/** The action of oned for an action of machines. */
export interface ActionRule {
  /** The states from which it is possible: STATE of oned, or LCM_STATE of an ACTIVE machine. */
  readonly from: readonly string[];
  readonly action?: VmActionName;
  readonly force?: VmActionName;
  /** Whether the user needs the right to administer the machine instead of the right to manage it. */
  readonly needsAdmin?: true;
}

const ASLEEP = ["POWEROFF", "SUSPENDED", "STOPPED", "UNDEPLOYED"] as const;

/** Source: `one.vm.action` of oned 6.10 and 7.4, which names the states in its refusals. */
export const ACTION_RULES: Readonly<Record<MachineAction, ActionRule>> = {
  start: { from: [...ASLEEP, "UNKNOWN"], action: "resume" },
  stop: { from: ["RUNNING", "UNKNOWN"], action: "poweroff", force: "poweroff-hard" },
  reboot: { from: ["RUNNING"], action: "reboot", force: "reboot-hard" },
  suspend: { from: ["RUNNING"], action: "suspend" },
  hibernate: { from: ["RUNNING", "SUSPENDED"], action: "stop" },
  undeploy: { from: ["RUNNING", "POWEROFF", "UNKNOWN"], action: "undeploy", force: "undeploy-hard" },
  hold: { from: ["PENDING"], action: "hold" },
  release: { from: ["HOLD"], action: "release" },
  recover: { from: ["FAILED", "CLONING_FAILURE"], needsAdmin: true },
  delete: { from: [], action: "terminate-hard", force: "terminate-hard" },
};

/** States in which oned refuses `terminate-hard`, because other work must finish first. */
const NOT_DELETED = /^(PROLOG|BOOT|SAVE|EPILOG|SHUTDOWN|CLEANUP|HOTPLUG|DISK_|MIGRATE|BACKUP|RESTORE)(?!.*_FAILURE$)/;

/** Whether an action is possible for a machine in this state, whatever the rights of the user. */
export function isPossible(word: MachineAction, vm: Pick<Vm, "state" | "lcmState">): boolean {
  const now = stateWord(vm);
  if (word === "delete") return vm.state !== "DONE" && !NOT_DELETED.test(now);
  if (word === "recover" && /_FAILURE$/.test(now)) return true;
  return ACTION_RULES[word].from.includes(now);
}
