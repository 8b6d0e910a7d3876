/** One request on its way through the server. */
import type { OnedUse } from "./observed.ts";
import type { Target } from "./path.ts";

/** What one request gathers on its way, for its answer and its log line. */
export interface Exchange {
  readonly id: string;
  readonly target: Target;
  readonly use: OnedUse;
  readonly connection: Connection;
  user?: string;
  /** What was thrown, for the log. */
  failure?: unknown;
}

/** The connection that a request came by. */
export interface Connection {
  /** The client's address. */
  readonly address: string;
  /** Of the client's certificate, as OpenNebula writes it; only when an authority that is believed has signed it. */
  readonly subject?: string;
  /** Lifts the listener's idle timeout for this request: the handler watches over its progress itself. */
  untimed(): void;
}
