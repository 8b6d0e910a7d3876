/** The body of a request, chunk by chunk: within its limit, from a client that keeps sending, in little memory. */
import { OcciError } from "../errors.ts";
import { ArrivalGuard, type Pace } from "./arrival-guard.ts";
import { goneError } from "./attended.ts";

/** Bytes of a chunk that is worth a turn of its own. */
export const SMALL = 4 * 1024;

/** Lets everything happen that is waiting: the event loop goes round once. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export interface ArrivalLimits extends Pace {
  /** Bytes. */
  readonly most: number;
  /** The error for more than that. */
  tooLarge(): OcciError;
}

/**
 * Gives back the memory of a chunk that has been dealt with. The garbage collector would do so as well, but only after
 * some hundred chunks: that is most of what an upload would take.
 */
export function free(chunk: Uint8Array): void {
  const { buffer, byteLength } = chunk;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

/**
 * Bun hands on a request, and the end of a body, before it has looked at the bytes after it. A moment later it ends the
 * connection when that is faulty, or is another request, for which it does not wait until this one is answered. To be
 * awaited before anything is done: what is carried out must be answered.
 * @throws OcciError CLIENT_GONE when the connection has ended.
 */
export async function settled(request: Request): Promise<void> {
  await nextTurn();
  if (request.signal.aborted) throw goneError();
}

/**
 * The body's bytes, each chunk valid until the next one is asked for. Chunks can be of one byte, hundreds of thousands of
 * them in what arrives at once: behind a small one no other is asked for in the same turn of the event loop, so that Bun
 * puts together what comes until then.
 * @throws OcciError TOO_LARGE, UPLOAD_STALLED, CLIENT_GONE.
 */
export async function* arriving(request: Request, limits: ArrivalLimits): AsyncGenerator<Uint8Array> {
  if (request.body === null) return;
  const reader = request.body.getReader();
  // The code that answers might have to read on.
  const guard = new ArrivalGuard(limits, () => reader.releaseLock());
  let size = 0;
  let chunks = 0;
  try {
    for (;;) {
      const { done, value } = await guard.arrival(reader.read());
      if (done) return await settled(request);
      const { length } = value;
      size += length;
      chunks += 1;
      if (size > limits.most) throw limits.tooLarge();
      yield value;
      free(value);
      // Most bodies come in one piece: they do not wait.
      if (length < SMALL && chunks > 1) await nextTurn();
    }
  } catch (cause) {
    if (cause instanceof OcciError) throw cause;
    throw new OcciError("CLIENT_GONE", "The client closed the connection before the whole request body had arrived.", {
      cause,
    });
  } finally {
    guard.stop();
    reader.releaseLock();
  }
}
