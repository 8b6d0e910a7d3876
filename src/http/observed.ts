/**
 * A view on the client for one request, which remembers how often and how long oned was asked, and what it knows now.
 */
import { OcciError } from "../errors.ts";
import type { CallOf, OnedClient, Parameter, PoolAnswer, Session } from "../opennebula/client.ts";
import { verdictOf } from "./verdict.ts";

export interface OnedUse {
  /** Calls that oned answered, with success or an error of its own. */
  calls: number;
  /** Milliseconds spent waiting for it, places in the queue included. */
  milliseconds: number;
  /** Whether oned has answered one of them for the session: the user is who the request says. */
  accepted: boolean;
  /** Whether a change reached oned, or may have, of which it is not known whether the user may do it. */
  unsettled: boolean;
}

/** The use by a request that has not begun. */
export function noUse(): OnedUse {
  return { calls: 0, milliseconds: 0, accepted: false, unsettled: false };
}

/** Wraps the client; `use` is counted up. */
export function observed(oned: OnedClient, use: OnedUse): OnedClient {
  return new Observed(oned, use);
}

/** Each request makes one: an object of a class costs less than a closure for each method. */
class Observed implements OnedClient {
  readonly #oned: OnedClient;
  readonly #use: OnedUse;

  constructor(oned: OnedClient, use: OnedUse) {
    this.#oned = oned;
    this.#use = use;
  }

  read(session: Session, method: string, ...parameters: Parameter[]): Promise<string> {
    return this.#count(this.#oned.read(session, method, ...parameters));
  }

  readPool(session: Session, method: string, ...parameters: Parameter[]): Promise<PoolAnswer> {
    return this.#count(this.#oned.readPool(session, method, ...parameters));
  }

  readMany(session: Session, calls: readonly CallOf[]): Promise<readonly PoolAnswer[]> {
    return this.#count(this.#oned.readMany(session, calls));
  }

  change(session: Session, method: string, ...parameters: Parameter[]): Promise<string | number> {
    return this.#count(this.#oned.change(session, method, ...parameters), true);
  }

  async #count<T>(work: Promise<T>, changes = false): Promise<T> {
    const use = this.#use;
    const started = performance.now();
    try {
      const result = await work;
      use.accepted = true;
      return result;
    } catch (error) {
      if (verdictOf(error) === "accepted") use.accepted = true;
      else if (changes && mayHaveArrived(error)) use.unsettled = true;
      throw error;
    } finally {
      use.calls++;
      use.milliseconds += performance.now() - started;
    }
  }
}

/** ONED_FAILED is an answer, too: of an oned that had no time yet to look at the password, maybe. */
function mayHaveArrived(error: unknown): boolean {
  return error instanceof OcciError && (error.code === "OUTCOME_UNKNOWN" || error.code === "ONED_FAILED");
}
