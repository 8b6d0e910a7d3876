/** A creation that oned carries out after its repetition: its answer was lost, and it stood in oned's queue. */

import { forRequest } from "../../../cloud/deps.ts";
import { makeOnce } from "../../../cloud/self-service/idempotency.ts";
import type { Strays } from "../../../cloud/strays.ts";
import { ALICE } from "../../../cloud/testing/over-sim.ts";
import { OcciError } from "../../../errors.ts";
import * as vms from "../../../opennebula/vm.ts";
import type { OcciWorld } from "../../ogf/testing/over-sim.ts";

const KEY = { key: "0".repeat(32), content: "1".repeat(16) };
const TEXT = 'NAME = "once"\nCPU = 1\nMEMORY = 64\n';

/** @returns the ids of what the repetition made, and of what came late. */
export async function createOnce(
  { deps }: OcciWorld,
  strays: Strays,
): Promise<{ readonly early: number; readonly late: number }> {
  const requester = { deps: forRequest({ ...deps, strays }), session: ALICE, user: "alice" };
  let carryOut = async (): Promise<number> => -1;
  const lost = makeOnce(requester, { kind: "machine", key: KEY }, async (marked) => {
    carryOut = () => vms.allocate(marked.deps.oned, ALICE, TEXT);
    throw new OcciError("OUTCOME_UNKNOWN", "lost");
  });
  await lost.catch(() => {});
  const [early = -1] = await makeOnce(requester, { kind: "machine", key: KEY }, (marked) =>
    vms.allocate(marked.deps.oned, ALICE, TEXT),
  );
  return { early, late: await carryOut() };
}
