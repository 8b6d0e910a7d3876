/** A view on the client for one request, which remembers how often and how long oned was asked, and what it knows now. */
import { OcciError } from "../errors.ts";
import type { OnedClient } from "../opennebula/client.ts";
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

/** Of a request that has not begun. */
export function unused(): OnedUse {
  return { calls: 0, milliseconds: 0, accepted: false, unsettled: false };
}

/** Wraps the client; `use` is counted up. */
export function observed(oned: OnedClient, use: OnedUse): OnedClient {
  async function count<T>(work: Promise<T>, changes = false): Promise<T> {
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
  return {
    read: (session, method, ...parameters) => count(oned.read(session, method, ...parameters)),
    readPool: (session, method, ...parameters) => count(oned.readPool(session, method, ...parameters)),
    readMany: (session, calls) => count(oned.readMany(session, calls)),
    change: (session, method, ...parameters) => count(oned.change(session, method, ...parameters), true),
  };
}

/** ONED_FAILED is an answer, too: of an oned that had no time yet to look at the password, maybe. */
function mayHaveArrived(error: unknown): boolean {
  return error instanceof OcciError && (error.code === "OUTCOME_UNKNOWN" || error.code === "ONED_FAILED");
}
