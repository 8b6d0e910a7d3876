/** The dependencies of the application. */
import type { ServerDeps } from "../cloud/deps.ts";
import type { X509Login } from "../cloud/x509-login.ts";
import type { Logger } from "../log/log.ts";
import type { OnedConnection } from "../opennebula/client.ts";
import type { Screens } from "../screen/screens.ts";
import type { EventLimits } from "./api/events/hub.ts";
import type { ConsoleParts } from "./console/site.ts";
import type { LoginDelay } from "./login-delay.ts";
import type { Observer } from "./observer.ts";
import type { ClientOf } from "./proxies.ts";

export interface AppDeps extends ServerDeps {
  readonly oned: OnedConnection;
  readonly logins: LoginDelay;
  readonly log: Logger;
  /** The client of a connection, where proxies are in between. */
  readonly clientOf?: ClientOf;
  /** With AUTH=x509. */
  readonly x509?: X509Login;
  readonly observer?: Observer;
  /** Those that are open, whatever configuration they were opened with. */
  readonly screens?: Screens;
  /** Absent where there is no console. */
  readonly console?: ConsoleParts;
  /** The limits of event streams, where they differ from the usual ones. */
  readonly eventLimits?: Partial<EventLimits>;
}
