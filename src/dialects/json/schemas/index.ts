/**
 * The documents of the JSON API as TypeBox schemas. Answers are written by them, requests are checked by them, and the
 * OpenAPI document shows them. Members that may be absent are `null` in answers, never left out; in requests they are left out.
 */
export * from "./events.ts";
export * from "./images.ts";
export * from "./machine-parts.ts";
export * from "./machines.ts";
export * from "./me.ts";
export * from "./metrics.ts";
export * from "./networks.ts";
export { Reference } from "./parts.ts";
export * from "./root.ts";
export * from "./screen.ts";
export * from "./templates.ts";
export * from "./usage.ts";
