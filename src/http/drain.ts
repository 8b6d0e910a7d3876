/** Ends a listener without cutting anybody off. */
import type { Server } from "bun";

/** Between two looks at the requests under way, milliseconds. */
const LOOK_EVERY = 50;
/** So long after the last answer its bytes have left this process, too. */
const QUIET_MS = 500;

/** A listener, whatever its WebSockets carry. */
type Drained = Pick<Server<undefined>, "closeIdleConnections" | "pendingRequests" | "stop">;

/**
 * Takes no new connections and returns when all requests have been answered.
 * @param deadline milliseconds; then what is left is cut.
 */
export async function drain(server: Drained, deadline: number): Promise<void> {
  // Bun's own stop waits 12 s for each TLS connection that is open without a request, unless its client reacts to the
  // close: the idle ones are closed here, those that never sent a request when all others have been answered.
  server.closeIdleConnections();
  const ended = server.stop();
  const started = performance.now();
  let busy = started;
  const look = setInterval(() => {
    const now = performance.now();
    if (server.pendingRequests > 0) busy = now;
    if (now - busy >= QUIET_MS || now - started >= deadline) server.stop(true);
  }, LOOK_EVERY);
  try {
    await ended;
  } finally {
    clearInterval(look);
  }
}
