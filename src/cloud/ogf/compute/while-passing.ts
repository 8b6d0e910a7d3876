/** Decisions by the state of a machine, made anew while the state is one that passes. */
import type { VmDetails } from "../../../opennebula/vm-details.ts";
import { vmPasses } from "../../passing-states.ts";
import type { Caller } from "../caller.ts";
import { liveVm } from "./live-vm.ts";

/**
 * Decides by the machine as it is, and does what is decided. It must ask oned by `onceOned`: a refusal for the state brings
 * it back here, where the machine is looked at again.
 * @throws OcciError NOT_FOUND for a machine that is DONE; WRONG_STATE when it stays in a state that does not allow it.
 */
export function whilePassing<T>(caller: Caller, id: number, decide: (vm: VmDetails) => Promise<T>): Promise<T> {
  let seen: VmDetails | undefined;
  const attempt = async (): Promise<T> => {
    seen = await liveVm(caller, id);
    return decide(seen);
  };
  return caller.deps.patience.retry(
    attempt,
    async ({ code }) => code === "WRONG_STATE" && seen !== undefined && vmPasses(seen),
  );
}
