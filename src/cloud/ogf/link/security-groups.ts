/** Security groups of a machine: oned has them for each NIC, OCCI for the machine. */
import { OcciError } from "../../../errors.ts";
import * as vms from "../../../opennebula/vm.ts";
import type { Vector, VmDetails } from "../../../opennebula/vm-details.ts";
import type { Caller } from "../caller.ts";
import { liveVm } from "../compute/live-vm.ts";
import { notFound } from "../not-found.ts";

function hasGroup(nic: Vector, group: number): boolean {
  return (nic.get("SECURITY_GROUPS") ?? "").split(",").includes(String(group));
}

/** @throws OcciError ONED_DAMAGED_ANSWER */
function nicId(nic: Vector): number {
  const id = nic.get("NIC_ID");
  if (id !== undefined) return Number(id);
  throw new OcciError("ONED_DAMAGED_ANSWER", "OpenNebula shows a network interface without NIC_ID.");
}

/**
 * Gives a group to all NICs that do not have it.
 * @param known as of `createLink`.
 * @throws OcciError WRONG_STATE without a NIC, NAME_TAKEN when all have it.
 */
export async function addGroup(caller: Caller, id: number, group: number, known?: VmDetails): Promise<void> {
  const { deps, session } = caller;
  const { nicVectors } = known ?? (await liveVm(caller, id));
  if (nicVectors.length === 0) {
    throw new OcciError(
      "WRONG_STATE",
      "The security group cannot be attached: the machine does not have a network interface.",
    );
  }
  const without = nicVectors.filter((nic) => !hasGroup(nic, group));
  if (without.length === 0 && group !== 0) {
    throw new OcciError("NAME_TAKEN", `The machine ${id} already has the security group ${group}.`);
  }
  for (const nic of without) await vms.changeSecurityGroup(deps.oned, session, id, "attach", nicId(nic), group);
}

/** Takes a group from all NICs that have it. @throws OcciError NOT_FOUND when none has. */
export async function removeGroup(caller: Caller, id: number, group: number): Promise<void> {
  const { deps, session } = caller;
  const { nicVectors } = await liveVm(caller, id);
  const having = nicVectors.filter((nic) => hasGroup(nic, group));
  if (having.length === 0) throw notFound();
  for (const nic of having) await vms.changeSecurityGroup(deps.oned, session, id, "detach", nicId(nic), group);
}
