/** A connection without TLS, of which what was received is read also when the other side has closed it meanwhile. */
import { EventEmitter } from "node:events";
import type { Socket } from "bun";
import type { Wire } from "./wire.ts";

/**
 * By Bun's own sockets: those of node:net write before they read, so that an answer is lost when the server has sent
 * it and closed.
 */
export class PlainWire extends EventEmitter implements Wire {
  #socket: Socket | undefined;
  /** The bytes that the kernel has not accepted yet. */
  #rest: Uint8Array = new Uint8Array();
  #closed = false;

  constructor({ host, port }: { readonly host: string; readonly port: number }) {
    super();
    const failed = (error: Error): void => {
      if (!this.#closed) this.emit("error", error);
    };
    Bun.connect({
      hostname: host,
      port,
      socket: {
        open: (socket) => {
          this.#socket = socket;
          if (this.#closed) socket.terminate();
          else this.emit("connect");
        },
        data: (_, bytes) => {
          this.emit("data", bytes);
        },
        // Later: what has been received is delivered first.
        drain: () => {
          setImmediate(() => this.#flush());
        },
        end: () => {
          this.emit("end");
        },
        error: (_, error) => failed(error),
        close: () => {
          this.#closed = true;
          this.emit("close");
        },
      },
    }).catch(failed);
  }

  write(bytes: Uint8Array): boolean {
    this.#rest = bytes;
    this.#push();
    return this.#rest.length === 0;
  }

  destroy(): void {
    this.#closed = true;
    this.#socket?.terminate();
  }

  #flush(): void {
    if (this.#rest.length === 0) return;
    this.#push();
    if (this.#rest.length === 0) this.emit("drain");
  }

  /** An error shows as the end of the connection. */
  #push(): void {
    if (this.#closed) return;
    const written = this.#socket?.write(this.#rest) ?? 0;
    if (written > 0) this.#rest = this.#rest.subarray(written);
  }
}
