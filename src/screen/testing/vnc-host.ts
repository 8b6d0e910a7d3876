/** A host that says what a test has it say, and remembers every byte that it was sent. */
import type { Socket } from "bun";

export interface VncHost {
  readonly port: number;
  /** All bytes of all connections. */
  readonly received: Buffer;
  /** Connections that are open. */
  readonly sockets: ReadonlySet<Socket<unknown>>;
  /** Connections so far. */
  readonly connections: number;
  stop(): void;
}

export interface VncHostOptions {
  /** Sent as soon as somebody connects; undefined for silence. */
  readonly greeting?: string | Uint8Array;
  /** Called with what comes. */
  readonly onData?: (socket: Socket<unknown>, bytes: Buffer) => void;
  readonly onDrain?: (socket: Socket<unknown>) => void;
  readonly onOpen?: (socket: Socket<unknown>) => void;
}

export const GREETING = "RFB 003.008\n";

export function startVncHost({ greeting = GREETING, onData, onDrain, onOpen }: VncHostOptions = {}): VncHost {
  let received: Buffer = Buffer.alloc(0);
  let connections = 0;
  const sockets = new Set<Socket<unknown>>();
  const listener = Bun.listen<unknown>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      binaryType: "buffer",
      open(socket) {
        connections++;
        sockets.add(socket);
        if (greeting.length > 0) socket.write(greeting);
        onOpen?.(socket);
      },
      data(socket, bytes) {
        received = Buffer.concat([received, bytes]);
        onData?.(socket, bytes);
      },
      drain: (socket) => onDrain?.(socket),
      close: (socket) => void sockets.delete(socket),
    },
  });
  return {
    get port() {
      return listener.port;
    },
    get received() {
      return received;
    },
    get connections() {
      return connections;
    },
    sockets,
    stop: () => listener.stop(true),
  };
}
