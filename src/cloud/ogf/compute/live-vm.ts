/** A machine that is DONE is gone in OCCI 1.2, although oned still shows it, and even terminates it again. */
import { details, type VmDetails } from "../../../opennebula/vm-details.ts";
import type { Caller } from "../caller.ts";
import { notFound } from "../not-found.ts";

/** Reads a machine (`one.vm.info`): the one way to do so here. @throws OcciError NOT_FOUND for one that is DONE. */
export async function liveVm({ deps, session }: Caller, id: number): Promise<VmDetails> {
  const vm = await details(deps.oned, session, id);
  if (vm.state === "DONE") throw notFound();
  return vm;
}
