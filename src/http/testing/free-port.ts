/**
 * A port of this machine that nobody listens on now, for tests that must name it before listening. It is below those that the system gives
 * to outgoing connections (from 32,768 on): one of them could take it meanwhile, or a client that waits for a listener on it could
 * meet itself.
 */
export function freePort(): number {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    try {
      Bun.listen({ hostname: "127.0.0.1", port, socket: { data() {} } }).stop(true);
      return port;
    } catch (error) {
      if ((error as { readonly code?: string }).code !== "EADDRINUSE") throw error;
    }
  }
}

const LOWEST = 12_000;
const HIGHEST = 32_000;
