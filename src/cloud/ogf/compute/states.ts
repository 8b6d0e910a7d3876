/** oned's states of a machine as OCCI's. One table, also the manual's. */
import type { Vm } from "../../../opennebula/vm.ts";
import { HISTORY_ACTION, type Past } from "../../../opennebula/vm-past.ts";
import { reasonOf, type Shown } from "../shown-state.ts";

export type ComputeStateWord = "active" | "inactive" | "suspended" | "error";

interface Row {
  readonly state: ComputeStateWord;
  readonly message?: string;
}

/** By STATE. */
export const BY_STATE: Readonly<Record<Exclude<Vm["state"], "ACTIVE">, Row>> = {
  INIT: { state: "inactive", message: "OpenNebula is creating the machine" },
  PENDING: { state: "inactive", message: "waits for a host" },
  HOLD: { state: "inactive", message: "on hold: start releases it" },
  CLONING: { state: "inactive", message: "waits for its images to be copied" },
  STOPPED: { state: "suspended", message: "stopped: its memory is saved and it has no host" },
  SUSPENDED: { state: "suspended" },
  POWEROFF: { state: "inactive" },
  UNDEPLOYED: { state: "inactive", message: "undeployed: it has no host" },
  DONE: { state: "inactive", message: "deleted" },
  FAILED: { state: "error" },
  CLONING_FAILURE: { state: "error", message: "an image could not be copied" },
};

/**
 * By LCM_STATE of an ACTIVE machine: the first row that matches. A state is shown when it is reached, so that who waits
 * for it finds its actions possible; on the way there the machine is what it was, and the message tells what goes on.
 */
export const BY_LCM_STATE: readonly (readonly [RegExp, Row])[] = [
  [/_FAILURE$/, { state: "error" }],
  [/^UNKNOWN$/, { state: "error", message: "its host no longer reports it" }],
  [/^(BOOT_UNKNOWN|PROLOG_MIGRATE_UNKNOWN|CLEANUP_DELETE)$/, { state: "error" }],
  [
    /^(RUNNING|HOTPLUG|HOTPLUG_(NIC|SAVEAS|SNAPSHOT|RESIZE)|DISK_RESIZE|DISK_SNAPSHOT(_REVERT|_DELETE)?|BACKUP)$/,
    { state: "active" },
  ],
  [/^(MIGRATE|(SAVE|PROLOG|BOOT)_MIGRATE|SAVE_(STOP|SUSPEND))$/, { state: "active" }],
  [/^(SHUTDOWN(_POWEROFF|_UNDEPLOY)?|EPILOG(_STOP|_UNDEPLOY)?)$/, { state: "active" }],
  [/^PROLOG_RESUME$|_(SUSPEND|SUSPENDED|STOPPED)$/, { state: "suspended" }],
  [/./, { state: "inactive" }],
];

type Came = Pick<Past, "action" | "rested">;

const EPILOG = /^EPILOG(_STOP|_UNDEPLOY)?$/;

/** The state before, where oned has the same word for machines that come from different states. */
function wasOther({
  state,
  lcmState,
  past,
}: Pick<Vm, "state" | "lcmState"> & { readonly past?: Came }): Row | undefined {
  const isStopped = past?.action === HISTORY_ACTION.stop;
  if ((state === "PENDING" || state === "HOLD") && isStopped) return { ...BY_STATE[state], state: "suspended" };
  if (state !== "ACTIVE" || !EPILOG.test(lcmState) || past?.rested !== true) return undefined;
  return { state: lcmState === "EPILOG_STOP" ? "suspended" : "inactive" };
}

/** The state of a machine. */
export function computeShown(
  vm: Pick<Vm, "state" | "lcmState" | "error"> & { readonly past?: Came },
): Shown<ComputeStateWord> {
  const { state, lcmState, error } = vm;
  const usual =
    state === "ACTIVE" ? (BY_LCM_STATE.find(([pattern]) => pattern.test(lcmState))?.[1] as Row) : BY_STATE[state];
  const row = wasOther(vm) ?? usual;
  const doing =
    row.message ?? (state === "ACTIVE" && lcmState !== "RUNNING" ? lcmState.toLowerCase().replaceAll("_", " ") : "");
  const why = row.state === "error" ? reasonOf(error) : "";
  const message = [doing, why].filter((part) => part !== "").join(": ");
  return { state: row.state, ...(message !== "" && { message }) };
}
