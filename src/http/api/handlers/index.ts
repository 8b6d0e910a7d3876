/** The handlers of all operations of the JSON API, by id. */

import { openScreen } from "../screen.ts";
import { eventsHandlers } from "./events.ts";
import { imagesHandlers } from "./images.ts";
import { machinePartsHandlers } from "./machine-parts.ts";
import { machinesHandlers } from "./machines.ts";
import { meHandlers } from "./me.ts";
import { metricsHandlers } from "./metrics.ts";
import { networksHandlers } from "./networks.ts";
import type { Handlers } from "./shared.ts";
import { templatesHandlers } from "./templates.ts";
import { tokensHandlers } from "./tokens.ts";
import { usageHandlers } from "./usage.ts";

/** By operation. Those that need no credentials are answered elsewhere. */
export const HANDLERS: Handlers = {
  ...meHandlers,
  ...templatesHandlers,
  ...machinesHandlers,
  ...machinePartsHandlers,
  openScreen,
  ...metricsHandlers,
  ...imagesHandlers,
  ...networksHandlers,
  ...tokensHandlers,
  ...usageHandlers,
  ...eventsHandlers,
};
