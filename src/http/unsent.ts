/**
 * Large answers until their clients have taken them. Each is handed to the runtime piece by piece, as fast as the
 * client reads; what it has not taken stays in memory, and all of that together has a limit. Where an answer more would
 * be over it, clients that read nothing are cut off, the one that has stood still the longest first.
 */
import { OcciError } from "../errors.ts";

/** Smaller answers fit into what the kernel keeps for a connection: nobody counts them. */
export const LARGE = 64 * 1024;
const PIECE = 64 * 1024;

export interface Reader {
  /** Its address, for the log. */
  readonly client: string;
  /** The signal of the request: it is aborted when the client has gone. */
  readonly signal: AbortSignal;
  /** Ends the connection, as soon as it can be. */
  cut(): void;
}

/** An answer on its way. */
export interface Outgoing {
  readonly body: ReadableStream<Uint8Array>;
  /** Settles when nothing of it is in memory any more. */
  readonly sent: Promise<void>;
}

export interface UnsentOptions {
  /** Bytes in all; one answer may be larger when it is alone. */
  readonly limit: () => number;
  /** Called for each client that was cut off, with the number of bytes that it had not taken. */
  readonly onCut: (client: string, bytes: number) => void;
  /** Milliseconds without progress after which a client may be cut off. */
  readonly grace?: number;
  /** Milliseconds that an answer waits for others to be sent. */
  readonly patience?: number;
}

interface Sending {
  readonly reader: Reader;
  left: number;
  /** When it last took something. */
  movedAt: number;
  end(): void;
}

const GRACE_MS = 2_000;
const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 100;

/** Takes what is next from the front of the list. */
function nextPiece(pieces: Uint8Array[]): Uint8Array {
  const taken: Uint8Array[] = [];
  let size = 0;
  for (let first = pieces[0]; first !== undefined && size < PIECE; first = pieces[0]) {
    const part = first.subarray(0, PIECE - size);
    taken.push(part);
    size += part.length;
    if (part.length < first.length) pieces[0] = first.subarray(part.length);
    else pieces.shift();
  }
  return taken.length === 1 && taken[0] !== undefined ? taken[0] : Buffer.concat(taken);
}

export class Unsent {
  readonly #options: Required<UnsentOptions>;
  readonly #sendings = new Set<Sending>();
  #bytes = 0;

  constructor(options: UnsentOptions) {
    this.#options = { grace: GRACE_MS, patience: PATIENCE_MS, ...options };
  }

  /** The bytes of all answers that are being sent. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Begins to send an answer, when there is room for it.
   * @throws OcciError OVERLOADED when there was none for too long.
   */
  async send(body: readonly Uint8Array[], reader: Reader): Promise<Outgoing> {
    const size = body.reduce((sum, { length }) => sum + length, 0);
    await this.#room(size);
    const pieces = [...body];
    const { promise: sent, resolve } = Promise.withResolvers<void>();
    const sending: Sending = {
      reader,
      left: size,
      movedAt: performance.now(),
      end: () => {
        if (!this.#sendings.delete(sending)) return;
        this.#bytes -= sending.left;
        pieces.length = 0;
        reader.signal.removeEventListener("abort", sending.end);
        resolve();
      },
    };
    this.#sendings.add(sending);
    this.#bytes += size;
    reader.signal.addEventListener("abort", sending.end, { once: true });
    if (reader.signal.aborted) sending.end();
    const stream = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          if (!this.#sendings.has(sending)) return controller.error(new Error("the client was cut off"));
          const piece = nextPiece(pieces);
          controller.enqueue(piece);
          this.#bytes -= piece.length;
          sending.left -= piece.length;
          sending.movedAt = performance.now();
          if (sending.left > 0) return;
          sending.end();
          controller.close();
        },
        cancel: sending.end,
      },
      { highWaterMark: 0 },
    );
    return { body: stream, sent };
  }

  /** Waits until so many bytes more are within the limit. */
  async #room(size: number): Promise<void> {
    const until = performance.now() + this.#options.patience;
    const fits = (): boolean => this.#bytes === 0 || this.#bytes + size <= this.#options.limit();
    while (!fits()) {
      this.#cutIdle(fits);
      if (fits()) return;
      if (performance.now() >= until) {
        throw new OcciError("OVERLOADED", "Too many clients have not yet read their large answers.", {
          retryAfter: 5,
        });
      }
      await Bun.sleep(LOOK_EVERY_MS);
    }
  }

  #cutIdle(enough: () => boolean): void {
    const before = performance.now() - this.#options.grace;
    for (const sending of [...this.#sendings].sort((a, b) => a.movedAt - b.movedAt)) {
      if (enough() || sending.movedAt > before) return;
      const { reader, left } = sending;
      sending.end();
      reader.cut();
      this.#options.onCut(reader.client, left);
    }
  }
}
