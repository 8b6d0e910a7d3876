/**
 * oned answers an action, and takes it up a moment later: a reading in between shows the machine as it was. A client that
 * acts on that reading (resume right after a stop, deletion of the image right after that of its machine) would be refused.
 */
import { OcciError } from "../errors.ts";
import { leftBy } from "../opennebula/change-proof.ts";
import type { Session } from "../opennebula/client.ts";
import * as vms from "../opennebula/vm.ts";
import type { CloudDeps } from "./deps.ts";

/** Milliseconds; a driver that fails at once brings the machine back to where it was, and nobody sees that it was away. */
const LONGEST = 1000;

/**
 * Waits until a machine has left the states that an action leads away from.
 * @returns the machine as it was read last.
 */
export function untilAccepted(
  { oned, patience }: Pick<CloudDeps, "oned" | "patience">,
  session: Session,
  id: number,
  name: vms.VmActionName,
): Promise<vms.Vm> {
  const left = leftBy(name);
  return patience.follow(
    () => vms.info(oned, session, id),
    (vm) => !left.includes(vms.stateWord(vm)),
    LONGEST,
  );
}

/** The same where the machine is not shown: what cannot be read then does not make the action undone. */
export async function letTakeUp(
  deps: Pick<CloudDeps, "oned" | "patience">,
  session: Session,
  id: number,
  name: vms.VmActionName,
): Promise<void> {
  if (deps.patience.left() === 0) return;
  try {
    await untilAccepted(deps, session, id, name);
  } catch (error) {
    if (!(error instanceof OcciError)) throw error;
  }
}
