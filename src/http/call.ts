/** One request as handlers see it. */
import type { CloudDeps } from "../cloud/deps.ts";
import type { Requester } from "../cloud/self-service/requester.ts";
import { type ErrorCode, OcciError } from "../errors.ts";
import type { Audit } from "../log/log.ts";
import type { OnedClient, Session } from "../opennebula/client.ts";
import type { Screens } from "../screen/screens.ts";
import type { Tunnel } from "../screen/tunnel.ts";
import type { EventHub } from "./api/events/hub.ts";
import { readBody } from "./body.ts";
import type { Observer } from "./observer.ts";
import type { OwnPlaces } from "./own-places.ts";
import { parametersOf } from "./parameters.ts";
import { idOf, type Target } from "./path.ts";
import type { Result } from "./result.ts";
import type { Views } from "./views.ts";

/** The state that outlives a request that became a WebSocket. */
export interface Screening {
  readonly screens: Screens;
  readonly upgrade: ((tunnel: Tunnel) => boolean) | undefined;
  /** For the same user, with a client that is not bound to the request; logs in again where a login is short. */
  again(): Promise<Requester>;
  /** A line of the audit log for the end of it. */
  closed(audit: Pick<Audit, "outcome" | "status" | "bytes_to_client" | "bytes_to_host" | "seconds">): void;
}

export interface Call {
  readonly deps: CloudDeps;
  readonly request: Request;
  readonly target: Target;
  readonly session: Session;
  /** Name of the caller. */
  readonly user: string;
  /** Which locations in the request are this server's. */
  readonly own: OwnPlaces;
  /**
   * Asks oned whether it knows the caller, unless it has answered a call of this request.
   * @throws OcciError BAD_CREDENTIALS, LOGIN_DELAYED.
   */
  known(): Promise<void>;
  /** Waits until a large body of the caller may be read. */
  turn(bytes: number): Promise<void>;
  /** Lifts the idle timeout, for a handler that watches over the request's progress itself. */
  untimed(): void;
  /** Notes what a change is about, for the log: `compute/7`. */
  concerns(resource: string): void;
  /** Notes what is done, for the log: an action's word, the state that is asked for. */
  performs(word: string): void;
  /**
   * Reads what other requests of this session may be reading at the moment: then theirs is waited for.
   * @param key what is read; of one key always the same type.
   */
  shared<T>(key: string, read: () => Promise<T>): Promise<T>;
  readonly observer: Observer;
  /** For a handler that opens a screen. */
  screening(): Screening;
  /** The streams that listen to changes. */
  readonly events: EventHub;
  /**
   * The client for what goes on when the request has been answered: nothing that it does is counted as the request's.
   */
  readonly oned: OnedClient;
  /** Machines that were shown lately, as they were shown. */
  readonly views: Views;
  /** Path parameters, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
}

export type Handler = (call: Call) => Promise<Result>;

/**
 * The id in the path.
 * @throws OcciError NOT_FOUND when it is not made of digits or does not fit oned's ids.
 */
export function pathId(call: Call): number {
  const id = idOf(call.params.id ?? "");
  if (id === undefined) throw new OcciError("NOT_FOUND", "The resource does not exist: ids are whole numbers.");
  return id;
}

/**
 * The body as text, within BODY_LIMIT. A large body is read only after oned has accepted the user.
 * @param notText the code for what is not UTF-8.
 */
export function bodyOf(call: Call, notText?: ErrorCode): Promise<string> {
  call.untimed();
  return readBody(call.request, call.deps.config, call, notText);
}

/**
 * Whether the query has `verbose`; as in 4.6 any value counts, `verbose=false` too. @throws OcciError INVALID_REQUEST.
 */
export function isVerbose(call: Call): boolean {
  return parametersOf(call.target.query).has("verbose");
}
