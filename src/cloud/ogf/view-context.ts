import type { Config } from "../../config/config.ts";
import type { Tags } from "./tags/tags.ts";

/** What the views of one request share. */
export interface ViewContext {
  readonly config: Config;
  readonly tags: Tags;
}
