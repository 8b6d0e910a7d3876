/** Who asks in tests of the use cases: Alice, in front of an oned of the test. */
import type { Config } from "../../../config/config.ts";
import { testConfig } from "../../../http/testing/config.ts";
import type { OnedClient } from "../../../opennebula/client.ts";
import { PoolReader } from "../../../opennebula/read-around.ts";
import { createTemplates, type Templates } from "../../../templates/engine.ts";
import { forRequest, type ServerDeps } from "../../deps.ts";
import { ALICE, testClock } from "../../testing/over-sim.ts";
import { UserTurns } from "../../user-turns.ts";
import type { Caller } from "../caller.ts";
import { CommonTypes } from "../types/common-types.ts";

export interface CallerOptions {
  readonly config?: Partial<Config>;
  readonly templates?: Templates;
}

/** Alice, in front of that oned. Nobody waits for anything. */
export function callerOf(oned: OnedClient, { config: different = {}, templates }: CallerOptions = {}): Caller {
  const config = testConfig("/nonexistent", different);
  const deps: Omit<ServerDeps, "staging"> = {
    config,
    oned,
    clock: testClock(),
    templates: templates ?? createTemplates({ location: "/nonexistent", vmTypes: config.vmTypes }),
    pools: new PoolReader(),
    userTurns: new UserTurns(),
  };
  const staging = { stage: () => Promise.reject(new Error("nobody uploads here")) } as unknown as ServerDeps["staging"];
  return { deps: forRequest({ ...deps, staging }), session: ALICE, commonTypes: new CommonTypes() };
}
