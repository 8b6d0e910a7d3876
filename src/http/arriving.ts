/** The body of a request, chunk by chunk: within its limit, from a client that keeps sending, in little memory. */
import { OcciError } from "../errors.ts";
import { ArrivalGuard, type Pace } from "./arrival-guard.ts";

/** Bytes of a chunk that is worth a turn of its own. */
const SMALL = 4 * 1024;

/** Lets everything happen that is waiting: the event loop goes round once. */
function nextTurn(): Promise<void> {
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
function free(chunk: Uint8Array): void {
  const { buffer, byteLength } = chunk;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

/**
 * Bun hands on chunks before it has looked at what stands behind them, and ends the request a moment later when that
 * is faulty: to be awaited before anything is done or answered.
 * @throws OcciError INVALID_REQUEST when the request has ended.
 */
export async function chunksChecked(request: Request): Promise<void> {
  if (!request.headers.has("transfer-encoding")) return;
  await nextTurn();
  if (request.signal.aborted) throw new OcciError("INVALID_REQUEST", "The chunks of the request body are faulty.");
}

/**
 * The body's bytes, each chunk valid until the next one is asked for. Chunks can be of one byte, hundreds of thousands of
 * them in what arrives at once: behind a small one no other is asked for in the same turn of the event loop, so that Bun
 * puts together what comes until then.
 * @throws OcciError TOO_LARGE, UPLOAD_STALLED, INVALID_REQUEST when the client has gone.
 */
export async function* arriving(request: Request, limits: ArrivalLimits): AsyncGenerator<Uint8Array> {
  if (request.body === null) return;
  const reader = request.body.getReader();
  const guard = new ArrivalGuard(limits, () => void reader.cancel("too slow").catch(() => {}));
  let size = 0;
  let chunks = 0;
  try {
    for (;;) {
      const { done, value } = await guard.arrival(reader.read());
      if (done) return await chunksChecked(request);
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
    throw new OcciError("INVALID_REQUEST", "The request body did not arrive whole.", { cause });
  } finally {
    guard.stop();
    reader.releaseLock();
  }
}
