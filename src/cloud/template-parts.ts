/** Disks and NICs of a VM template beside those that a request adds. */

import type { Session } from "../opennebula/client.ts";
import * as images from "../opennebula/image.ts";
import type { Vector } from "../opennebula/vm-details.ts";
import type { CloudDeps } from "./deps.ts";

/** The members of a vector that say something. */
export function entriesOf(vector: Vector): [name: string, value: string][] {
  return [...vector].filter(([, value]) => value.trim() !== "");
}

/**
 * Checks that the user may use images. oned 6.10 and 7.4 start a machine of a template with any image, also one that the
 * user must not use.
 * @throws OcciError as `one.image.info` is refused.
 */
export async function checkImages(
  { oned }: Pick<CloudDeps, "oned">,
  session: Session,
  ids: Iterable<number>,
): Promise<void> {
  for (const id of new Set(ids)) await images.info(oned, session, id);
}
