/** A view on the client for one request, which begins nothing for a client that has gone: nobody would hear of it. */
import { OcciError } from "../errors.ts";
import { isRead } from "../http-methods.ts";
import { ChangeView } from "../opennebula/change-view.ts";
import type { OnedClient, Parameter, Session } from "../opennebula/client.ts";

/**
 * Wraps the client. Once a change was sent, those that follow are sent in any case: they complete it, or take it back.
 * `change` of it throws OcciError CLIENT_GONE when the connection has ended before the first one.
 */
export function attended(oned: OnedClient, request: Request): OnedClient {
  // Bun makes the signal when it is asked for, and that costs: a request that only reads needs none.
  return new Attended(oned, isRead(request.method) ? undefined : request.signal);
}

class Attended extends ChangeView {
  readonly #signal: AbortSignal | undefined;
  #begun = false;

  constructor(oned: OnedClient, signal: AbortSignal | undefined) {
    super(oned);
    this.#signal = signal;
  }

  override async change(session: Session, method: string, ...parameters: Parameter[]): Promise<string | number> {
    if (!this.#begun && this.#signal?.aborted) throw goneError();
    this.#begun = true;
    return this.oned.change(session, method, ...parameters);
  }
}

/** For a request whose connection has ended. */
export function goneError(): OcciError {
  return new OcciError("CLIENT_GONE", "The connection closed before the server began the request: nothing was done.", {
    hint: "Its chunks were malformed, another request followed without waiting for the answer, or the client closed the connection.",
  });
}
