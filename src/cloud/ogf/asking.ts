/** Who asks, and what of. */
import type { Session } from "../../opennebula/client.ts";
import { type CloudDeps, renewed } from "../deps.ts";

export interface Asking {
  readonly deps: CloudDeps;
  readonly session: Session;
}

/** The same for the next of several entities: each may take WAIT. */
export function forNext(asking: Asking): Asking {
  return { deps: renewed(asking.deps), session: asking.session };
}
