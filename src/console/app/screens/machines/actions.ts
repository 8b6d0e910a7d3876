/** The actions of machines in the list. */
import { api } from "../../api.ts";
import { refresh } from "../../live.ts";
import type { Machine, MachineAction } from "../../model.ts";
import { asApiError } from "../../problem.ts";
import { text } from "../../text/index.ts";
import { notifyFailure } from "../../toast.ts";

/** The action that most people want next, of those that are possible. */
const FIRST: readonly MachineAction[] = ["release", "recover", "start", "stop"];

export function firstAction(actions: readonly MachineAction[]): MachineAction | undefined {
  return FIRST.find((action) => actions.includes(action));
}

/** The actions that are possible for all of them. */
export function commonActions(machines: readonly Machine[]): readonly MachineAction[] {
  const [first, ...others] = machines;
  return (first?.actions ?? []).filter((action) => others.every(({ actions }) => actions.includes(action)));
}

async function send({ id }: Machine, action: MachineAction, force: boolean): Promise<void> {
  if (action === "delete") await api("delete", "/machines/{id}", { params: { id } });
  else
    await api("post", "/machines/{id}/actions/{word}", { params: { id, word: action }, body: force ? { force } : {} });
}

/** Requests that are under way at a time: more would only wait at the server. */
const AT_A_TIME = 4;

/**
 * Carries an action out on each machine, and reports each failure.
 * @param force without asking the software in the machine.
 * @returns the number of machines without a failure.
 */
export async function act(machines: readonly Machine[], action: MachineAction, force = false): Promise<number> {
  const waiting = [...machines];
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let machine = waiting.shift(); machine !== undefined; machine = waiting.shift()) {
      try {
        await send(machine, action, force);
        done += 1;
      } catch (thrown) {
        const { failedAction, actions } = text.value.machines;
        notifyFailure(failedAction(actions[action], machine.name), asApiError(thrown));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  await refresh("machines", "me");
  return done;
}
