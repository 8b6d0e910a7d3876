/** Saves a disk of a machine as a new image. */

import type { Compute } from "../model.ts";
import type { Session } from "../opennebula/client.ts";
import * as vms from "../opennebula/vm.ts";
import { computeView } from "./compute-view.ts";
import type { CloudDeps } from "./deps.ts";
import { settled } from "./storage-create.ts";

/**
 * `one.vm.disksaveas`, then waits for the image as for any new one.
 * @returns the machine; its disk tells the new image, which oned itself forgets as soon as it has copied it.
 * @throws OcciError with oned's reason when the image ended in ERROR: it is deleted then.
 */
export async function saveDisk(
  deps: CloudDeps,
  session: Session,
  id: number,
  disk: number,
  name: string,
): Promise<Compute> {
  const image = await vms.saveAs(deps.oned, session, id, disk, name);
  await settled(deps, session, image);
  const compute = computeView(await vms.info(deps.oned, session, id));
  const disks = compute.disks.map((shown) => (shown.id === disk ? { ...shown, saveAs: image } : shown));
  return { ...compute, disks };
}
