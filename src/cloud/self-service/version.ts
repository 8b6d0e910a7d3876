/** The version of the cloud. */
import type { Session } from "../../opennebula/client.ts";
import * as system from "../../opennebula/system.ts";
import type { CloudDeps } from "../deps.ts";

/** The version of OpenNebula (`one.system.version`): `6.10.0`. */
export function onedVersion({ oned }: Pick<CloudDeps, "oned">, session: Session): Promise<string> {
  return system.version(oned, session);
}
