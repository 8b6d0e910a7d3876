/** What the use cases need: made once at start, handed to each. */
import type { Config } from "../config/config.ts";
import type { OnedClient } from "../opennebula/client.ts";
import type { Templates } from "../templates/engine.ts";
import type { Clock } from "./follow.ts";
import type { Staging } from "./staging.ts";

export interface CloudDeps {
  readonly config: Config;
  readonly oned: OnedClient;
  readonly templates: Templates;
  readonly clock: Clock;
  /** Where uploads wait for oned. */
  readonly staging: Staging;
}
