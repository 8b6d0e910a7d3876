/**
 * An open screen: relays bytes between a WebSocket and a host. The slower end sets the pace, so that no more than a
 * megabyte of either is buffered here.
 */
import { Handshake } from "./handshake.ts";
import type { HostEnd } from "./host.ts";

/** The side of the WebSocket. */
export interface ClientEnd {
  sendBinary(bytes: Uint8Array): unknown;
  /** Bytes that are buffered for the client. */
  getBufferedAmount(): number;
  pause(): void;
  resume(): void;
  close(code: number, reason: string): void;
}

/** The reasons to close a screen, with codes of WebSocket (RFC 6455, 7.4); those from 4000 on are our own. */
export const CLOSING = {
  server_stops: { code: 1001, reason: "The server is stopping or restarting: open the screen again." },
  text_frame: { code: 1003, reason: "A text frame arrived, but VNC requires binary frames." },
  client_too_fast: { code: 1009, reason: "The host does not accept the data as fast as it arrives." },
  login_ended: { code: 4401, reason: "The login has expired or was revoked: sign in again." },
  right_lost: { code: 4403, reason: "The right to see the screen of this machine was revoked." },
  tls_only: { code: 4406, reason: "The VNC server requires TLS (VeNCrypt), which a browser cannot do." },
  machine_changed: {
    code: 4409,
    reason: "The machine has stopped, has moved to another host or no longer has a screen.",
  },
  host_closed: { code: 4410, reason: "The host has closed the screen." },
  host_stuck: { code: 4411, reason: "The host has not accepted any data for a minute." },
  unchecked: { code: 4503, reason: "OpenNebula has not confirmed for minutes that the screen may stay open." },
} as const satisfies Record<string, { readonly code: number; readonly reason: string }>;

export type ClosedBy = keyof typeof CLOSING | "client";

/** The bytes that have passed through a tunnel. */
export interface TunnelUse {
  /** Bytes. */
  toClient: number;
  toHost: number;
}

/** The host is not read while more bytes than this are buffered for a slow client. */
const PAUSE_ABOVE = 64 * 1024;
const RESUME_BELOW = 16 * 1024;
/** The most bytes that are buffered for the host: the system may have read them before the client was paused. */
const MOST_WAITING = 1024 * 1024;

export interface TunnelOptions {
  readonly host: HostEnd;
  /** Called once. @param code of the WebSocket. */
  readonly onClosed: (by: ClosedBy, code: number) => void;
}

export class Tunnel {
  readonly use: TunnelUse = { toClient: 0, toHost: 0 };
  readonly #host: HostEnd;
  readonly #onClosed: TunnelOptions["onClosed"];
  readonly #handshake = new Handshake();
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #client: ClientEnd | undefined;
  #closed = false;
  #hostPaused = false;
  /** The bytes that the host had taken at the last check, and whether others were buffered then. */
  #lastCheck = { taken: 0, stuck: false };

  constructor({ host, onClosed }: TunnelOptions) {
    this.#host = host;
    this.#onClosed = onClosed;
  }

  /** Begins to relay: the WebSocket is open. */
  opened(client: ClientEnd): void {
    if (this.#closed) {
      client.close(CLOSING.host_closed.code, CLOSING.host_closed.reason);
      return;
    }
    this.#client = client;
    this.#send(client, this.#host.greeting);
    this.#host.relay({
      received: (bytes) => this.#fromHost(client, bytes),
      drained: () => this.#writeOn(),
      closed: () => this.close("host_closed"),
    });
  }

  /** Takes a frame of the client. */
  received(message: string | Uint8Array): void {
    if (this.#closed) return;
    if (typeof message === "string") {
      this.close("text_frame");
      return;
    }
    this.#handshake.fromClient(message);
    const taken = this.#waiting.length > 0 ? 0 : this.#write(message);
    if (taken === message.length) return;
    // A copy: the frame is gone when this returns.
    this.#waiting.push(message.slice(taken));
    this.#waitingBytes += message.length - taken;
    if (this.#waitingBytes > MOST_WAITING) this.close("client_too_fast");
    else this.#client?.pause();
  }

  /** The client takes bytes again. */
  drained(): void {
    const client = this.#client;
    if (!this.#hostPaused || client === undefined || client.getBufferedAmount() > RESUME_BELOW) return;
    this.#hostPaused = false;
    this.#host.resume();
  }

  /** Whether the host has taken no bytes since the last call, although some were buffered for it. */
  isStuck(): boolean {
    const { taken, stuck } = this.#lastCheck;
    const waits = this.#waiting.length > 0;
    this.#lastCheck = { taken: this.use.toHost, stuck: waits };
    return waits && stuck && taken === this.use.toHost;
  }

  /** Closes both sides, and sends the reason to the client. */
  close(by: ClosedBy): void {
    // Closing the host calls this again.
    if (this.#closed) return;
    const { code, reason } = by === "client" ? { code: 1000, reason: "" } : CLOSING[by];
    const client = this.#client;
    this.#finish(by, code);
    client?.close(code, reason);
  }

  /** The client has closed the WebSocket, or has gone. */
  clientClosed(code: number): void {
    this.#finish("client", code);
  }

  #finish(by: ClosedBy, code: number): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#waiting.length = 0;
    this.#host.end();
    this.#onClosed(by, code);
  }

  #fromHost(client: ClientEnd, bytes: Uint8Array): void {
    if (this.#closed) return;
    if (this.#handshake.requiresTls(bytes)) this.close("tls_only");
    else this.#send(client, bytes);
  }

  #send(client: ClientEnd, bytes: Uint8Array): void {
    this.use.toClient += bytes.length;
    client.sendBinary(bytes);
    if (this.#hostPaused || client.getBufferedAmount() <= PAUSE_ABOVE) return;
    this.#hostPaused = true;
    this.#host.pause();
  }

  #write(bytes: Uint8Array): number {
    const taken = this.#host.write(bytes);
    this.use.toHost += taken;
    return taken;
  }

  /** Writes the buffered bytes, as far as the host takes them. */
  #writeOn(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const taken = this.#write(next);
      this.#waitingBytes -= taken;
      if (taken < next.length) {
        this.#waiting[0] = next.subarray(taken);
        return;
      }
      this.#waiting.shift();
    }
    this.#client?.resume();
  }
}
