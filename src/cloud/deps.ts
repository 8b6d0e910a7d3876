/** The dependencies of the use cases: made once at start, handed to each. */
import type { Config } from "../config/config.ts";
import type { OnedClient } from "../opennebula/client.ts";
import type { PoolReader } from "../opennebula/read-around.ts";
import type { Templates } from "../templates/engine.ts";
import type { Clock } from "./follow.ts";
import { patient } from "./obstacle.ts";
import { Patience } from "./patience.ts";
import type { Staging } from "./staging.ts";
import type { Strays } from "./strays.ts";
import type { UserTurns } from "./user-turns.ts";

/** Made once, at start. */
export interface ServerDeps {
  readonly config: Config;
  readonly oned: OnedClient;
  readonly templates: Templates;
  readonly clock: Clock;
  /** Where uploads wait for oned. */
  readonly staging: Staging;
  /** Remembers, from one request to the next, where oned's lists were faulty. */
  readonly pools: PoolReader;
  /** Changes of what one user has noted in oned. */
  readonly userTurns: UserTurns;
  /** Deletes what oned makes too late; absent where requests are not served. */
  readonly strays?: Strays;
}

/** The dependencies of one request: its `oned` repeats calls that are refused because of a passing state. */
export interface CloudDeps extends ServerDeps {
  readonly patience: Patience;
  /** The client that asks once: for who decides anew, by the state, before each try. */
  readonly onceOned: OnedClient;
}

/**
 * For one request.
 * @param oned the client that it asks. @param signalOf see `Patience`.
 */
export function forRequest(
  deps: ServerDeps,
  oned: OnedClient = deps.oned,
  signalOf?: () => AbortSignal | undefined,
): CloudDeps {
  return withPatience(deps, oned, new Patience(deps.clock, deps.config.wait, signalOf));
}

function withPatience(deps: ServerDeps, oned: OnedClient, patience: Patience): CloudDeps {
  // One by one: to spread what else the server hands on would take longer than all the rest of this, for each request.
  const { config, templates, clock, staging, pools, userTurns, strays } = deps;
  const asks = patient(oned, patience);
  const parts = { config, templates, clock, staging, pools, userTurns, oned: asks, onceOned: oned, patience };
  return strays === undefined ? parts : Object.assign(parts, { strays });
}

/**
 * For a use case whose end the client might not wait for: what oned refuses for the moment is tried again for WAIT all
 * the same, but the end of its work is waited for only so long.
 * @param wait milliseconds.
 */
export function waiting(deps: CloudDeps, wait: number): CloudDeps {
  return { ...deps, patience: deps.patience.lasting(wait) };
}

/** For the next of several things that a request asks for: each may take WAIT. */
export function renewed(deps: CloudDeps): CloudDeps {
  return withPatience(deps, deps.onceOned, deps.patience.renewed());
}
