/** Removal of links: what they led to stays. */
import { OcciError } from "../../../errors.ts";
import { detach } from "../../compute-actions.ts";
import type { Caller } from "../caller.ts";
import { liveVm } from "../compute/live-vm.ts";
import { notFound } from "../not-found.ts";
import type { LinkId } from "./id.ts";
import { removeGroup } from "./security-groups.ts";

/** @throws OcciError NOT_FOUND for a part that the machine does not have, or as oned refuses. */
export async function removeLink(caller: Caller, { vm, part, number }: LinkId): Promise<void> {
  if (part === "sg") return removeGroup(caller, vm, number);
  try {
    await detach({ ...caller, id: vm }, part, number);
  } catch (error) {
    // oned answers a missing machine like one in a wrong state, and has many sentences for a missing part.
    if (!(error instanceof OcciError) || !/^(WRONG_STATE|INVALID_REQUEST)$/.test(error.code)) throw error;
    const { disks, nics } = await liveVm(caller, vm);
    if (!(part === "disk" ? disks : nics).some(({ id }) => id === number)) throw notFound();
    throw error;
  }
}
