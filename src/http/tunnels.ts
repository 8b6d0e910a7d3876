/** The WebSockets of a listener: events of Bun to the tunnels that they belong to. */
import type { ServerWebSocket, WebSocketHandler } from "bun";
import type { Tunnel } from "../screen/tunnel.ts";

/** The largest frame of a client; a larger one closes the WebSocket (1009). Bytes. */
const LARGEST_FRAME = 256 * 1024;
/** A tunnel stops reading its host long before; this is for a fault of its own. Bytes. */
const MOST_UNSENT = 2 * 1024 * 1024;
/** A client that answers no ping for so long is gone. Seconds. */
const IDLE_TIMEOUT = 120;

export interface Tunnels {
  readonly handler: WebSocketHandler<Tunnel>;
  /** The server stops, or another listener has taken the place of this one. */
  closeAll(): void;
}

export function tunnels(): Tunnels {
  const open = new Set<Tunnel>();
  const handler = {
    maxPayloadLength: LARGEST_FRAME,
    backpressureLimit: MOST_UNSENT,
    closeOnBackpressureLimit: true,
    idleTimeout: IDLE_TIMEOUT,
    sendPings: true,
    perMessageDeflate: false,
    open(socket: ServerWebSocket<Tunnel>) {
      open.add(socket.data);
      socket.data.opened(socket);
    },
    message(socket: ServerWebSocket<Tunnel>, message: string | Buffer) {
      socket.data.received(message);
    },
    drain(socket: ServerWebSocket<Tunnel>) {
      socket.data.drained();
    },
    close(socket: ServerWebSocket<Tunnel>, code: number) {
      open.delete(socket.data);
      socket.data.clientClosed(code);
    },
  };
  return {
    handler,
    closeAll() {
      for (const tunnel of open) tunnel.close("server_stops");
    },
  };
}

/** Clients of websockify ask for a protocol of this name, and some insist on it. */
export function protocolFor(headers: Headers): Record<string, string> {
  const offered = headers.get("sec-websocket-protocol")?.split(",") ?? [];
  return offered.some((name) => name.trim() === "binary") ? { "Sec-WebSocket-Protocol": "binary" } : {};
}
