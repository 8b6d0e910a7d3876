/** From which states of a machine its actions are possible, and what to do when it is in another one. */
import { OcciError } from "../errors.ts";
import type { OnedClient, Session } from "../opennebula/client.ts";
import * as vms from "../opennebula/vm.ts";
import { type Sentence, say } from "../wording.ts";
import { vmPasses } from "./passing-states.ts";
import { readable } from "./readable.ts";

/** STATE, or of an ACTIVE machine LCM_STATE. Source: RequestManagerVirtualMachine.cc and LifeCycleActions.cc of oned 6.10. */
export const NEEDED_STATES: Readonly<Record<string, readonly string[]>> = {
  attachdisk: ["RUNNING", "POWEROFF"],
  detachdisk: ["RUNNING", "POWEROFF"],
  attachnic: ["RUNNING", "POWEROFF"],
  detachnic: ["RUNNING", "POWEROFF"],
  resize: ["PENDING", "HOLD", "RUNNING", "POWEROFF", "UNDEPLOYED"],
  saveas: ["RUNNING", "POWEROFF", "SUSPENDED"],
  snapshotcreate: ["RUNNING"],
  snapshotrevert: ["RUNNING"],
  snapshotdelete: ["RUNNING"],
  disksnapshotcreate: ["RUNNING", "POWEROFF", "SUSPENDED"],
  disksnapshotrevert: ["POWEROFF"],
  disksnapshotdelete: ["RUNNING", "POWEROFF", "SUSPENDED"],
  hold: ["PENDING"],
  release: ["HOLD"],
  undeploy: ["RUNNING", "POWEROFF", "UNKNOWN"],
  undeployhard: ["RUNNING", "POWEROFF", "UNKNOWN"],
  poweroffhard: ["RUNNING", "UNKNOWN"],
};

const ASLEEP: readonly string[] = ["STOPPED", "SUSPENDED", "POWEROFF", "UNDEPLOYED", "UNKNOWN"];

/** The word of STATE that brings a machine from a state to one of those that are needed; undefined where none does. */
function wordTo(state: string, needed: readonly string[]): string | undefined {
  if (needed.includes("RUNNING") && ASLEEP.includes(state)) return "RESUME";
  return state === "RUNNING" && needed.includes("POWEROFF") ? "POWEROFF" : undefined;
}

function hintFor(perform: string, needed: readonly string[], vm: vms.Vm): Sentence | undefined {
  const state = vms.stateWord(vm);
  // The machine has reached the state meanwhile, or it is not about the machine's state.
  if (needed.includes(state)) return undefined;
  const possible = say`The machine is ${state}, and ${perform} is possible from ${{ states: needed }}`;
  const word = wordTo(state, needed);
  if (word !== undefined) return say`${possible}: ${{ first: word }}.`;
  return vmPasses(vm) ? say`${possible}: wait until it has left that state.` : say`${possible}.`;
}

/**
 * The error of an action; where oned refuses it because of the machine's state the hint says from which states it is
 * possible and what to do. Other errors, and those whose machine cannot be read, stay as they are.
 */
export async function withNeededState(
  oned: OnedClient,
  session: Session,
  id: number,
  perform: string,
  error: unknown,
): Promise<unknown> {
  const needed = Object.hasOwn(NEEDED_STATES, perform) ? NEEDED_STATES[perform] : undefined;
  if (needed === undefined || !(error instanceof OcciError) || error.code !== "WRONG_STATE") return error;
  const vm = await readable(() => vms.info(oned, session, id));
  const hint = vm && hintFor(perform, needed, vm);
  if (hint === undefined) return error;
  const { retryAfter } = error;
  return new OcciError(error.code, error.sentence, {
    hint,
    ...(retryAfter !== undefined && { retryAfter }),
    cause: error,
  });
}
