/** The body of an upload, chunk by chunk: within its limit, from a client that keeps sending, in little memory. */
import { OcciError } from "../errors.ts";
import { ArrivalGuard } from "./arrival-guard.ts";
import { chunksChecked } from "./body.ts";

/** For an upload over UPLOAD_LIMIT bytes. */
export function tooLarge(limit: number): OcciError {
  return new OcciError("TOO_LARGE", `The upload is larger than ${limit} bytes.`, {
    hint: "The administrator sets the limit with UPLOAD_LIMIT.",
  });
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
 * The body's bytes, each chunk valid until the next one is asked for.
 * @throws OcciError TOO_LARGE over `limit`, UPLOAD_STALLED, INVALID_REQUEST when the client has gone.
 */
export async function* arriving(request: Request, limit: number): AsyncGenerator<Uint8Array> {
  if (request.body === null) return;
  const reader = request.body.getReader();
  const guard = new ArrivalGuard(() => void reader.cancel("too slow").catch(() => {}));
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await guard.arrival(reader.read());
      if (done) return await chunksChecked(request);
      size += value.length;
      if (size > limit) throw tooLarge(limit);
      yield value;
      free(value);
    }
  } catch (cause) {
    if (cause instanceof OcciError) throw cause;
    throw new OcciError("INVALID_REQUEST", "The upload did not arrive whole.", { cause });
  } finally {
    guard.stop();
    reader.releaseLock();
  }
}
