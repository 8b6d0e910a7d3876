/** A view on the client for one request, which begins nothing for a client that has gone: nobody would hear of it. */
import { OcciError } from "../errors.ts";
import { isRead } from "../http-methods.ts";
import type { OnedClient } from "../opennebula/client.ts";

/**
 * Wraps the client. Once a change was sent, those that follow are sent in any case: they complete it, or take it back.
 * `change` of it throws OcciError CLIENT_GONE when the connection has ended before the first one.
 */
export function attended(oned: OnedClient, request: Request): OnedClient {
  // Bun makes the signal when it is asked for, and that costs: a request that only reads needs none.
  const signal = isRead(request.method) ? undefined : request.signal;
  let begun = false;
  return {
    read: (session, method, ...parameters) => oned.read(session, method, ...parameters),
    readPool: (session, method, ...parameters) => oned.readPool(session, method, ...parameters),
    readMany: (session, calls) => oned.readMany(session, calls),
    async change(session, method, ...parameters) {
      if (!begun && signal?.aborted) throw goneError();
      begun = true;
      return oned.change(session, method, ...parameters);
    },
  };
}

/** For a request whose connection has ended. */
export function goneError(): OcciError {
  return new OcciError("CLIENT_GONE", "The connection ended before the request was begun: nothing was done.", {
    hint: "Its chunks were malformed, another request followed without waiting for the answer, or the client closed the connection.",
  });
}
