/** A WebSocket client of the tunnel, for tests: bytes and how it ended. */
import type { Endpoint } from "./wire.ts";

export interface ScreenClient {
  readonly socket: WebSocket;
  /** What came so far. */
  readonly received: Buffer;
  /** Resolves when so many bytes are there. */
  until(bytes: number): Promise<Buffer>;
  /** Resolves with its code and reason. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
}

/** Opens one. @throws when the handshake is refused. */
export async function openScreen(
  { port, ca }: Endpoint,
  path: string,
  headers: Readonly<Record<string, string>>,
  protocols?: readonly string[],
): Promise<ScreenClient> {
  const url = `${ca === undefined ? "ws" : "wss"}://localhost:${port}${path}`;
  const options = {
    headers: { ...headers },
    ...(protocols && { protocols: [...protocols] }),
    ...(ca && { tls: { ca } }),
  };
  const socket = new WebSocket(url, options);
  socket.binaryType = "arraybuffer";
  let received: Buffer = Buffer.alloc(0);
  const waiting: { readonly bytes: number; readonly done: () => void }[] = [];
  const closed = Promise.withResolvers<{ readonly code: number; readonly reason: string }>();
  const opened = Promise.withResolvers<void>();
  socket.onopen = () => opened.resolve();
  socket.onerror = () => opened.reject(new Error("the handshake was refused"));
  socket.onclose = ({ code, reason }) => closed.resolve({ code, reason });
  socket.onmessage = ({ data }) => {
    received = Buffer.concat([received, new Uint8Array(data as ArrayBuffer)]);
    for (const one of waiting) if (received.length >= one.bytes) one.done();
  };
  await opened.promise;
  return {
    socket,
    get received() {
      return received;
    },
    async until(bytes) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ bytes, done: resolve });
      if (received.length < bytes) await promise;
      return received;
    },
    closed: closed.promise,
  };
}

/** The headers of a handshake. */
export const HANDSHAKE = {
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
  "Sec-WebSocket-Version": "13",
} as const;
