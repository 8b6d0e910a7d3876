/** A view on the client for one request, which remembers how often and how long oned was asked. */
import type { OnedClient } from "../opennebula/client.ts";

export interface OnedUse {
  /** Calls that oned answered, with success or an error of its own. */
  calls: number;
  /** Milliseconds spent waiting for it, places in the queue included. */
  milliseconds: number;
}

/** Wraps the client; `use` is counted up. */
export function observed(oned: OnedClient, use: OnedUse): OnedClient {
  async function count<T>(work: Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work;
    } finally {
      use.calls++;
      use.milliseconds += performance.now() - started;
    }
  }
  return {
    read: (session, method, ...parameters) => count(oned.read(session, method, ...parameters)),
    readPool: (session, method, ...parameters) => count(oned.readPool(session, method, ...parameters)),
    readMany: (session, calls) => count(oned.readMany(session, calls)),
    change: (session, method, ...parameters) => count(oned.change(session, method, ...parameters)),
  };
}
