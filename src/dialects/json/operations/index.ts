/**
 * The table of all operations of the JSON API. Routes, checks, the OpenAPI document and the reference are made of it.
 */
import { EVENTS } from "./events.ts";
import { IMAGES } from "./images.ts";
import { MACHINE_PARTS } from "./machine-parts.ts";
import { MACHINES } from "./machines.ts";
import { ME } from "./me.ts";
import { METRICS } from "./metrics.ts";
import { NETWORKS } from "./networks.ts";
import type { Operation } from "./operation.ts";
import { ROOT } from "./root.ts";
import { SCREEN } from "./screen.ts";
import { TEMPLATES } from "./templates.ts";
import { TOKENS } from "./tokens.ts";
import { USAGE } from "./usage.ts";

export { errorsOf, MADE, type Method, type Operation, PAGE } from "./operation.ts";

export const OPERATIONS: readonly Operation[] = [
  ...ROOT,
  ...ME,
  ...TEMPLATES,
  ...MACHINES,
  ...MACHINE_PARTS,
  ...SCREEN,
  ...METRICS,
  ...IMAGES,
  ...NETWORKS,
  ...TOKENS,
  ...USAGE,
  ...EVENTS,
];
