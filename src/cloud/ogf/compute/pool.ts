/** Machines, with the links that they hold. */
import { COMPUTE } from "../../../dialects/ogf/index.ts";
import * as vms from "../../../opennebula/vm.ts";
import { vmDetailsOf } from "../../../opennebula/vm-details.ts";
import type { Pool } from "../kind.ts";
import { computeEntity } from "./entity.ts";

export const VM_POOL: Pool = {
  name: "VM",
  word: "compute",
  pagedKind: COMPUTE,
  list: ({ deps, session }, range, whose) => vms.poolExtended(deps.oned, session, range, whose),
  listIds: ({ deps, session }, range) => vms.pool(deps.oned, session, range),
  entities(view, record) {
    const compute = computeEntity(view, vmDetailsOf(record));
    return [compute, ...compute.links];
  },
};
