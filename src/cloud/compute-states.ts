/**
 * Which word of `PUT /compute/ID` becomes which action of oned, and from which states. One table, also the manual's.
 */
import { OcciError } from "../errors.ts";
import { COMPUTE_STATES, type ComputeState } from "../model.ts";
import { RECOVER, stateWord, type Vm, type VmActionName } from "../opennebula/vm.ts";
import { say } from "../wording.ts";
import { computeState } from "./compute-view.ts";

export type Operation =
  | { readonly kind: "action"; readonly name: VmActionName }
  | { readonly kind: "recover"; readonly operation: number };

const action = (name: VmActionName): Operation => ({ kind: "action", name });
const recover = (operation: number): Operation => ({ kind: "recover", operation });

interface StateWord {
  /** States it is allowed from; UNKNOWN is the LCM state of an ACTIVE machine that its host has lost. */
  readonly from: readonly (ComputeState | "UNKNOWN")[];
  readonly operation: (vm: Vm) => Operation;
}

const ASLEEP = ["STOPPED", "SUSPENDED", "POWEROFF", "UNDEPLOYED", "UNKNOWN"] as const;

/** The words that act. Source: 4.6's OCCI server, with the actions that oned 5.x-7.x has for them. */
export const STATE_WORDS: Readonly<Record<string, StateWord>> = {
  STOPPED: { from: ["ACTIVE"], operation: () => action("stop") },
  SUSPENDED: { from: ["ACTIVE"], operation: () => action("suspend") },
  POWEROFF: { from: ["ACTIVE"], operation: () => action("poweroff") },
  REBOOT: { from: ["ACTIVE"], operation: () => action("reboot") },
  RESET: { from: ["ACTIVE"], operation: () => action("reboot-hard") },
  RESUME: { from: ASLEEP, operation: () => action("resume") },
  SHUTDOWN: { from: ["ACTIVE", ...ASLEEP], operation: () => action("terminate") },
  CANCEL: { from: ["ACTIVE", ...ASLEEP], operation: () => action("terminate-hard") },
  DONE: { from: COMPUTE_STATES, operation: () => action("terminate-hard") },
  RESTART: {
    from: ["ACTIVE", "FAILED"],
    operation: (vm) => (computeState(vm) === "FAILED" ? recover(RECOVER.retry) : action("resume")),
  },
  RESUBMIT: { from: ["ACTIVE", "FAILED"], operation: () => recover(RECOVER.recreate) },
};

/** Whether RESUME lets the machine run. */
function asleep({ state }: Pick<Vm, "state">): boolean {
  return (ASLEEP as readonly string[]).includes(state);
}

/** States that are no action words: a client sends back what it has read, and nothing is done. */
const OTHER_STATES: readonly string[] = COMPUTE_STATES.filter((state) => !Object.hasOwn(STATE_WORDS, state));

/**
 * The operation that a STATE asks for.
 * @param word as the client sent it, in any case.
 * @returns the operation, or undefined when there is nothing to do.
 * @throws OcciError INVALID_REQUEST for no word that is known, STATE_NOT_ALLOWED when it is not allowed now.
 */
export function operationFor(word: string, vm: Vm): Operation | undefined {
  const wanted = word.toUpperCase();
  if (OTHER_STATES.includes(wanted)) return undefined;
  const entry = Object.hasOwn(STATE_WORDS, wanted) ? STATE_WORDS[wanted] : undefined;
  if (entry === undefined) {
    throw new OcciError("INVALID_REQUEST", `Invalid state: "${wanted}"`, {
      hint: `States that can be requested: ${Object.keys(STATE_WORDS).join(", ")}.`,
    });
  }
  const current = computeState(vm);
  const unknown = vm.state === "ACTIVE" && vm.lcmState === "UNKNOWN";
  const allowed = entry.from.includes(current) || (unknown && entry.from.includes("UNKNOWN"));
  if (allowed) return entry.operation(vm);
  if (wanted === current) return undefined;
  const state = stateWord(vm);
  const possible = say`${{ stateWord: wanted }} is possible from ${{ states: entry.from, word: wanted }}`;
  throw new OcciError("STATE_NOT_ALLOWED", say`${{ change: { from: current, to: wanted, state } }}`, {
    hint: asleep(vm) && entry.from.includes("ACTIVE") ? say`${possible}: ${{ first: "RESUME" }}.` : say`${possible}.`,
  });
}
