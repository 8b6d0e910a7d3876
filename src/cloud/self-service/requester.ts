/** The user of a request, with the parts of the server that answer it. */
import type { Session } from "../../opennebula/client.ts";
import type { CloudDeps } from "../deps.ts";

export interface Requester {
  readonly deps: CloudDeps;
  readonly session: Session;
  /** Name of the user. */
  readonly user: string;
}
