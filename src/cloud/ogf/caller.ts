/** Who asks, and what of. */
import type { Session } from "../../opennebula/client.ts";
import { type CloudDeps, renewed } from "../deps.ts";

export interface Caller {
  readonly deps: CloudDeps;
  readonly session: Session;
}

/** The same for the next of several entities: each may take WAIT. */
export function forNext(caller: Caller): Caller {
  return { deps: renewed(caller.deps), session: caller.session };
}
