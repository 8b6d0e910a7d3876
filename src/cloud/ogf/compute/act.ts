/** Actions on machines. */
import { ACTIONS, type Attributes, type TypeId } from "../../../dialects/ogf/index.ts";
import * as vms from "../../../opennebula/vm.ts";
import { letTakeUp } from "../../taken-up.ts";
import type { Caller } from "../caller.ts";
import type { ActionResult } from "../kind.ts";
import { onedAction } from "./actions.ts";
import { saveCompute } from "./save.ts";
import { whilePassing } from "./while-passing.ts";

/** @throws OcciError WRONG_STATE (409) when the state does not allow it, as oned refuses. */
export async function actOnCompute(
  caller: Caller,
  id: number,
  action: TypeId,
  attributes: Attributes,
): Promise<ActionResult> {
  const { deps, session } = caller;
  const method = String(attributes.get("method") ?? "");
  if (action === ACTIONS.SAVE) return saveCompute(caller, id, method, attributes.get("name"));
  const done = await whilePassing(caller, id, async (vm) => {
    const name = onedAction(vm, action, method);
    await vms.action(deps.onceOned, session, id, name);
    return name;
  });
  await letTakeUp(deps, session, id, done);
  return undefined;
}
