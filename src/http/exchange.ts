/** One request on its way through the server. */
import type { Tunnel } from "../screen/tunnel.ts";
import type { ConsoleRequest } from "./console/login.ts";
import type { Dialect } from "./dialect.ts";
import type { OnedUse } from "./observed.ts";
import type { OwnPlaces } from "./own-places.ts";
import type { Target } from "./path.ts";
import type { TraceContext } from "./trace.ts";
import type { Outgoing } from "./unsent.ts";

/** The state of one request on its way, for its answer and its log line. */
export interface Exchange {
  readonly id: string;
  /** Without the path that a proxy has the server under. */
  readonly target: Target;
  readonly own: OwnPlaces;
  readonly use: OnedUse;
  readonly connection: Connection;
  readonly trace: TraceContext | undefined;
  /** The language it is answered in. */
  readonly dialect: Dialect;
  /** Present for a request of the console's page. */
  console?: ConsoleRequest;
  /** The pattern of the route that was found. */
  route: string;
  /** The name that the client gives; `use` reports whether oned has accepted it. */
  user?: string;
  /** `compute` or `compute/7`: what a change is about, once a handler was found for it. */
  resource?: string;
  /** The action on it, where the method does not show it. */
  action?: string;
  /** Members of a list that could not be read, as `compute 17`. */
  skipped?: readonly string[];
  /** Settles when an answer without a known end has ended; undefined for any other answer. */
  ended?: Promise<void>;
  /** The error that was thrown, for the log. */
  failure?: unknown;
}

/** For the client. */
export interface RefusedCertificate {
  readonly message: string;
  readonly hint: string;
}

/** The connection that a request came by. */
export interface Connection {
  /** The client's address. */
  readonly address: string;
  /** The subject of the client's certificate, as OpenNebula writes it; only when a trusted authority has signed it. */
  readonly subject?: string;
  /** Why a certificate that was shown names nobody; absent where none was shown, and where there is a subject. */
  readonly refused?: RefusedCertificate;
  /** Whether the path, as it was sent, can be taken for another than that of the request's URL. */
  readonly doubtfulPath?: boolean;
  /** Whether the listener cannot tell yet: it can in a moment. */
  readonly undecidedPath?: boolean;
  /**
   * Sends a large answer as fast as the client reads it. Without it answers are handed on whole.
   * @throws OcciError OVERLOADED when too much waits for slow clients.
   */
  readonly send?: (pieces: readonly Uint8Array[]) => Promise<Outgoing>;
  /**
   * Makes a WebSocket of the connection, through which the tunnel flows from then on. Absent where it cannot become
   * one.
   * @returns whether the request was a correct one for it, of a client that is still there.
   */
  readonly upgrade?: (tunnel: Tunnel) => boolean;
  /** Lifts the listener's idle timeout also for the answer, which watches over its client itself. */
  endless?(): void;
  /** Lifts the listener's idle timeout for this request: the handler watches over its progress itself. */
  untimed(): void;
}
