/** Machines. */
import { COMPUTE } from "../../../dialects/ogf/index.ts";
import type { VmDetails } from "../../../opennebula/vm-details.ts";
import { resourceKind } from "../kind.ts";
import { actOnCompute } from "./act.ts";
import { createCompute } from "./create.ts";
import { computeEntity } from "./entity.ts";
import { liveVm } from "./live-vm.ts";
import { VM_POOL } from "./pool.ts";
import { removeCompute } from "./remove.ts";
import { updateCompute } from "./update.ts";

export const compute = resourceKind<VmDetails>({
  type: COMPUTE,
  pool: VM_POOL,
  holdsOthers: true,
  read: liveVm,
  entity: computeEntity,
  create: createCompute,
  update: updateCompute,
  act: actOnCompute,
  remove: removeCompute,
});
