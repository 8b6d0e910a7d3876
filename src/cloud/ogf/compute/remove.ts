/** Deletion of machines. */
import * as vms from "../../../opennebula/vm.ts";
import type { Caller } from "../caller.ts";
import { liveVm } from "./live-vm.ts";

/** Waits, for WAIT at most, until the machine is gone: clients look at once whether it is. */
export async function removeCompute(caller: Caller, id: number): Promise<void> {
  const { deps, session } = caller;
  await liveVm(caller, id);
  await vms.action(deps.oned, session, id, "terminate-hard");
  const read = () => vms.info(deps.oned, session, id);
  await deps.patience.follow(read, ({ state }) => state === "DONE");
}
