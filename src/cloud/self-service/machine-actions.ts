/** The actions of machines, including their deletion. */
import { OcciError } from "../../errors.ts";
import { MACHINE_ACTIONS, type Machine, type MachineAction } from "../../model.ts";
import { type MachineRecord, machine } from "../../opennebula/machine.ts";
import * as vms from "../../opennebula/vm.ts";
import { vmPasses } from "../passing-states.ts";
import { untilAccepted } from "../taken-up.ts";
import { ACTION_RULES, isPossible, machineState } from "./machine-states.ts";
import { shown } from "./machines.ts";
import type { Requester } from "./requester.ts";

/** The states to which an action leads, as oned names them. */
const GOAL: Readonly<Record<Exclude<MachineAction, "recover">, readonly string[]>> = {
  start: ["RUNNING"],
  stop: ["POWEROFF"],
  reboot: [],
  suspend: ["SUSPENDED"],
  hibernate: ["STOPPED"],
  undeploy: ["UNDEPLOYED"],
  hold: ["HOLD"],
  release: ["PENDING"],
  delete: ["DONE"],
};

/** The outcome of an action. */
export interface Acted {
  readonly machine: Machine;
  /** Whether OpenNebula has finished. */
  readonly done: boolean;
}

/** The word of a path. @throws OcciError NOT_FOUND when it is not one. */
export function actionWord(text: string): Exclude<MachineAction, "delete"> {
  const words = MACHINE_ACTIONS.filter((word) => word !== "delete");
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw new OcciError("NOT_FOUND", `There is no action ${JSON.stringify(text.slice(0, 64))}.`, {
    hint: `The actions are ${words.join(", ")}; a machine is deleted with DELETE.`,
  });
}

function notPossible(word: MachineAction, record: MachineRecord): OcciError {
  const possible = MACHINE_ACTIONS.filter((other) => isPossible(other, record));
  const now = machineState(record);
  return new OcciError(
    "STATE_NOT_ALLOWED",
    `${word} is not possible: the machine is ${now} (${vms.stateWord(record)}).`,
    {
      hint:
        possible.length === 0
          ? "Wait until OpenNebula has finished its current work on it."
          : `Possible actions now: ${possible.join(", ")}.`,
    },
  );
}

/** Whether the machine is in the state to which the action leads already. */
function isReached(word: MachineAction, record: MachineRecord): boolean {
  return word !== "recover" && word !== "release" && GOAL[word].includes(vms.stateWord(record));
}

async function ask({ deps, session }: Requester, id: number, word: MachineAction, force: boolean): Promise<void> {
  if (word === "recover") return vms.recover(deps.onceOned, session, id, vms.RECOVER.retry);
  const { action, force: hard } = ACTION_RULES[word];
  const name = force ? (hard ?? action) : action;
  if (name !== undefined) await vms.action(deps.onceOned, session, id, name);
}

/** Refuses force for actions that cannot be forced, before anything is done. */
function checkForce(word: MachineAction, force: boolean): void {
  if (!force || ACTION_RULES[word].force !== undefined) return;
  const words = MACHINE_ACTIONS.filter((other) => ACTION_RULES[other].force !== undefined);
  throw new OcciError("INVALID_REQUEST", `${word} cannot be forced.`, {
    hint: `These actions can be forced: ${words.join(", ")}.`,
    faults: [{ at: ["force"], message: `${word} cannot be forced.` }],
  });
}

/**
 * Carries out an action. A machine in a passing state is read again until the action is possible, for WAIT at most.
 * @param wait milliseconds to wait until it has finished.
 * @throws OcciError INVALID_REQUEST, STATE_NOT_ALLOWED, or as oned refuses.
 */
export async function act(
  requester: Requester,
  id: number,
  word: MachineAction,
  { force, wait }: { readonly force: boolean; readonly wait: number },
): Promise<Acted> {
  checkForce(word, force);
  const { deps, session } = requester;
  let seen: MachineRecord | undefined;
  const attempt = async (): Promise<boolean> => {
    const now = await machine(deps.oned, session, id);
    seen = now;
    if (isReached(word, now)) return false;
    if (!isPossible(word, now)) throw notPossible(word, now);
    await ask(requester, id, word, force);
    return true;
  };
  const isAsked = await deps.patience.retry(attempt, async ({ code }) => {
    return seen !== undefined && vmPasses(seen) && (code === "WRONG_STATE" || code === "STATE_NOT_ALLOWED");
  });
  const read = () => machine(deps.oned, session, id);
  if (!isAsked) return { machine: await shown(requester, seen ?? (await read())), done: true };
  const { action } = ACTION_RULES[word];
  if (action !== undefined) await untilAccepted(deps, session, id, action);
  const arrived = (now: MachineRecord): boolean => isArrived(word, now);
  const last = await deps.patience.lasting(wait).follow(read, arrived);
  return { machine: await shown(requester, last), done: arrived(last) };
}

/** Whether oned has finished: the machine is in the state to which the action leads, or has failed. */
function isArrived(word: MachineAction, record: MachineRecord): boolean {
  const now = vms.stateWord(record);
  if (/FAILURE$/.test(now)) return word !== "recover";
  if (word === "recover" || word === "release") return !vmPasses(record);
  if (word === "reboot") return now === "RUNNING";
  return GOAL[word].includes(now);
}
