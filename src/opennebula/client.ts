/**
 * The interface of a connection to oned that its resources (`vm.ts`, `vnet.ts`, ...) need. `rpc.ts` is the real one.
 */

/** `user:secret`, the secret a password or a login token. Lives as long as its request, or the upload it started. */
export type Session = string;

/** A parameter of a call: string, i4 or boolean. */
export type Parameter = string | number | boolean;

/** A method and its parameters, without the session. */
export type CallOf = readonly [method: string, ...parameters: Parameter[]];

export interface OnedClient {
  /**
   * A call that changes nothing, retried once when the connection breaks.
   * @returns the payload: XML text or, of few methods, a plain text.
   * @throws OcciError as `errors.ts` of this folder maps oned's answer; ONED_* for trouble on the way.
   */
  read(session: Session, method: string, ...parameters: Parameter[]): Promise<string>;
  /**
   * The same for an answer that may be large: the envelope as received, whole, its end and result code checked, still
   * encoded. Freed of its budget by `release`.
   */
  readPool(session: Session, method: string, ...parameters: Parameter[]): Promise<PoolAnswer>;
  /**
   * Several reads in one call (`system.multicall`).
   * @returns their answers as of `readPool`, in their order; each of them must be released.
   * @throws OcciError as `read`, for the first of them that failed.
   */
  readMany(session: Session, calls: readonly CallOf[]): Promise<readonly PoolAnswer[]>;
  /**
   * A call that creates or changes, never repeated.
   * @returns the payload: an id, or a text (a login token).
   * @throws OcciError as above; OUTCOME_UNKNOWN when the answer was lost after the request was sent.
   */
  change(session: Session, method: string, ...parameters: Parameter[]): Promise<string | number>;
}

/** A client that reports how busy it is. */
export interface OnedConnection extends OnedClient {
  /** Whether `most` calls wait for their turn, and a user has a full share of them: one more should not even wait. */
  isFullFor(user: string, most: number): boolean;
}

export interface PoolAnswer {
  /** The payload string as it stands in the envelope: entity-encoded once. */
  readonly encoded: Uint8Array;
  /** Gives the bytes back to the budget of ANSWER_LIMIT. Calling it twice does nothing. */
  release(): void;
  /** Called with the parts that were left out of an object that is too large. @param parts of it, such as TEMPLATE. */
  readonly onCut?: ((parts: readonly string[]) => void) | undefined;
}
