/** Actions on entities. */
import {
  ACTIONS,
  type Attributes,
  COMPUTE,
  IP_RESERVATION,
  type Mixin,
  NETWORK,
  STORAGE,
  type TypeId,
} from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import * as vms from "../../opennebula/vm.ts";
import { letTakeUp } from "../taken-up.ts";
import type { Address } from "./address.ts";
import type { Caller } from "./caller.ts";
import { onedAction } from "./compute/actions.ts";
import { saveCompute } from "./compute/save.ts";
import { whilePassing } from "./compute/while-passing.ts";
import { actOnStorage } from "./storage/actions.ts";

/** What an action made: only `save` does. */
export type Made = Mixin | undefined;

async function actOnCompute(caller: Caller, id: number, action: TypeId, attributes: Attributes): Promise<Made> {
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

/**
 * Carries out an action.
 * @throws OcciError WRONG_STATE (409) when the state does not allow it, NOT_SUPPORTED (501) when OpenNebula has no such thing.
 */
export async function act(caller: Caller, address: Address, action: TypeId, attributes: Attributes): Promise<Made> {
  const { kind, id } = address;
  if (id === undefined) throw new OcciError("INVALID_REQUEST", "Links have no actions.");
  if (kind === COMPUTE) return actOnCompute(caller, id, action, attributes);
  if (kind === STORAGE) {
    await actOnStorage(caller, id, action, attributes);
    return undefined;
  }
  if (kind === NETWORK || kind === IP_RESERVATION) {
    throw new OcciError("NOT_SUPPORTED", "OpenNebula has no switch for networks: they are up as long as they exist.");
  }
  throw new OcciError("INVALID_REQUEST", "This entity has no actions.");
}
