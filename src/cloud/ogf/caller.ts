/** On whose behalf a use case runs, and with what. */
import type { Session } from "../../opennebula/client.ts";
import { type CloudDeps, renewed } from "../deps.ts";
import type { CommonTypes } from "./types/common-types.ts";

export interface Caller {
  readonly deps: CloudDeps;
  readonly session: Session;
  readonly commonTypes: CommonTypes;
}

/** The same for the next of several entities: each may take WAIT. */
export function forNext(caller: Caller): Caller {
  return { deps: renewed(caller.deps), session: caller.session, commonTypes: caller.commonTypes };
}
