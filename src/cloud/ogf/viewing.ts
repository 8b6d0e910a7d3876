import type { Config } from "../../config/config.ts";
import type { Tags } from "./tags.ts";

/** What the views of one request share. */
export interface Viewing {
  readonly config: Config;
  readonly tags: Tags;
}
