/** Connects to the VNC server of a machine at its host. The connection counts after the greeting of RFB. */
import type { Socket } from "bun";
import { messageOf, OcciError } from "../errors.ts";
import { canGreet, GREETING_LENGTH } from "./handshake.ts";

export interface ScreenAddress {
  readonly host: string;
  readonly port: number;
}

/** The side of a host that has sent its greeting. Nothing was sent to it, and it is not read until `relay` is called. */
export interface HostEnd {
  /** The bytes that it has sent so far, from the greeting on. */
  readonly greeting: Uint8Array;
  /** Passes further bytes of the host to the listener. To be called once. */
  relay(listener: HostListener): void;
  /** @returns how many of the bytes were taken; the others can be written after `drained`. */
  write(bytes: Uint8Array): number;
  pause(): void;
  resume(): void;
  /** Cuts the connection. */
  end(): void;
}

export interface HostListener {
  /** The bytes are gone when this returns. */
  received(bytes: Uint8Array): void;
  /** It takes bytes again. */
  drained(): void;
  closed(): void;
}

/** Milliseconds. */
export interface HostPatience {
  /** For the connection. */
  readonly connect: number;
  /** For the greeting after it. */
  readonly greeting: number;
}

export const HOST_PATIENCE: HostPatience = { connect: 5_000, greeting: 5_000 };

/** Milliseconds between the probes of TCP keep-alive, which find connections that are dead. */
const KEEP_ALIVE = 30_000;

function unreachable({ host, port }: ScreenAddress, reason: string): OcciError {
  return new OcciError("HOST_FAILED", `The host ${host} cannot be reached at port ${port}: ${reason}.`, {
    hint: "The administrator checks that GRAPHICS of the machine has LISTEN=0.0.0.0, and that no firewall is between this server and the host.",
  });
}

function otherProgram({ host, port }: ScreenAddress, what: string): OcciError {
  return new OcciError(
    "HOST_FAILED",
    `The program at port ${port} of the host ${host} ${what}; nothing was sent to it.`,
    {
      hint: "The administrator checks GRAPHICS of the machine: PORT must lead to its VNC server.",
    },
  );
}

/** The reason in words, without the system's error code. */
function reasonOf(error: unknown): string {
  const { code = "" } = error as { code?: string };
  const words: Readonly<Record<string, string>> = {
    ECONNREFUSED: "nothing listens on that port, or a firewall rejects the connection",
    ENOTFOUND: "the host name does not exist",
    EHOSTUNREACH: "no route leads to it",
    ENETUNREACH: "no route leads to it",
    ECONNRESET: "it closed the connection",
  };
  return words[code] ?? messageOf(error).replace(/[.\s]+$/, "");
}

/**
 * Connects to a screen and waits for its greeting. This function sends nothing.
 * @throws OcciError HOST_FAILED when nothing answers there, or another program than a VNC server does.
 */
export async function connectToScreen(address: ScreenAddress, patience = HOST_PATIENCE): Promise<HostEnd> {
  const greeted = Promise.withResolvers<void>();
  const connected = Promise.withResolvers<Socket<undefined>>();
  let early: Buffer = Buffer.alloc(0);
  let listener: HostListener | undefined;
  let closed = false;
  // Both are awaited below, and may be rejected earlier.
  greeted.promise.catch(() => {});
  connected.promise.catch(() => {});
  let givenUp = false;
  Bun.connect({
    hostname: address.host,
    port: address.port,
    socket: {
      binaryType: "buffer",
      open(socket) {
        if (givenUp) socket.terminate();
        else connected.resolve(socket);
      },
      data(socket, bytes) {
        if (listener !== undefined) {
          listener.received(bytes);
          release(bytes);
          return;
        }
        early = Buffer.concat([early, bytes]);
        if (!canGreet(early)) return greeted.reject(otherProgram(address, "does not speak VNC"));
        if (early.length < GREETING_LENGTH) return;
        socket.pause();
        greeted.resolve();
      },
      drain: () => listener?.drained(),
      close() {
        closed = true;
        greeted.reject(otherProgram(address, "closed the connection without a greeting"));
        listener?.closed();
      },
      error: () => {}, // followed by a close
    },
  }).catch((error: unknown) => connected.reject(unreachable(address, reasonOf(error))));

  const socket = await within(patience.connect, connected.promise, () => {
    givenUp = true;
    return unreachable(address, `it does not answer within ${patience.connect / 1000} s`);
  });
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE);
  try {
    await within(patience.greeting, greeted.promise, () =>
      otherProgram(address, `does not send a VNC greeting within ${patience.greeting / 1000} s`),
    );
  } catch (error) {
    socket.terminate();
    throw error;
  }
  return {
    greeting: early,
    relay(to) {
      listener = to;
      if (closed) to.closed();
      else socket.resume();
    },
    write: (bytes) => Math.max(0, socket.write(bytes)),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    end: () => void socket.terminate(),
  };
}

/**
 * Gives the memory of bytes back at once. Each piece that a host sends is a buffer of its own outside of the heap, and
 * JavaScriptCore collects those late: of a screen in motion tens of megabytes would lie about.
 */
function release({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

/** @throws the error that `otherwise` makes when the time is over; as `promise`. */
async function within<T>(milliseconds: number, promise: Promise<T>, otherwise: () => Error): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(otherwise()), milliseconds);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
