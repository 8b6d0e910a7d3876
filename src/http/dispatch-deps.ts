/** The parts of the application that requests share. */
import type { Strays } from "../cloud/strays.ts";
import type { Screens } from "../screen/screens.ts";
import type { EventHub } from "./api/events/hub.ts";
import type { SharedReads } from "./api/shared-reads.ts";
import type { AppDeps } from "./app-deps.ts";
import type { InFlight } from "./in-flight.ts";
import type { Observer } from "./observer.ts";
import type { Turns } from "./turns.ts";
import type { Views } from "./views.ts";

export interface DispatchDeps extends AppDeps {
  readonly inFlight: InFlight;
  readonly turns: Turns;
  readonly sharedReads: SharedReads;
  readonly events: EventHub;
  readonly observer: Observer;
  readonly strays: Strays;
  readonly screens: Screens;
  readonly views: Views;
}
