/** The context in which the entities of one answer are shown. */
import type { Config } from "../../config/config.ts";
import type { Caller } from "./caller.ts";
import type { Tags } from "./tags/tags.ts";
import { type Schemes, schemesOf } from "./types/schemes.ts";

export interface ViewContext {
  readonly config: Config;
  readonly schemes: Schemes;
  readonly tags: Tags;
}

/** Made once for each answer: a list shows thousands of entities with it. */
export function viewContext({ deps: { config } }: Caller, tags: Tags): ViewContext {
  return { config, schemes: schemesOf(config), tags };
}
