/** Server-sent events. */
import type { Handlers } from "./shared.ts";

const STREAM_TYPE = "text/event-stream";

export const eventsHandlers: Handlers = {
  listenToEvents: async ({ call, deps, session, user }) => {
    const { signal, method } = call.request;
    if (method === "HEAD") {
      await call.known();
      return { status: 200, headers: [["Content-Type", STREAM_TYPE]] };
    }
    const listener = await call.events.listen({ user, session, firstOned: deps.oned, oned: call.oned, signal });
    try {
      await call.known();
    } catch (error) {
      listener.end();
      throw error;
    }
    // Without this header nginx buffers events.
    const headers = [["X-Accel-Buffering", "no"]] as const;
    return { status: 200, contentType: STREAM_TYPE, headers, stream: listener };
  },
};
