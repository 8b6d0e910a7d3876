/** The documents of answers, made of the model, and what requests ask for, as the model has it. */
export * from "./events.ts";
export * from "./images.ts";
export * from "./machines.ts";
export * from "./me.ts";
export * from "./metrics.ts";
export * from "./networks.ts";
export * from "./screen.ts";
export type { ListPlace, RenderedPage } from "./shared.ts";
export * from "./templates.ts";
export * from "./usage.ts";
