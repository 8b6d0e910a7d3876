/** Request bodies that are read into memory: within BODY_LIMIT, as UTF-8. */
import { OcciError } from "../errors.ts";

function tooLarge(limit: number): OcciError {
  return new OcciError("TOO_LARGE", `The request body is larger than ${limit} bytes.`, {
    hint: "Only the file of an upload may be larger; the administrator can raise BODY_LIMIT.",
  });
}

/**
 * Bun hands on chunks before it has looked at what stands behind them, and ends the request a moment later when that
 * is faulty: to be awaited before anything is done or answered.
 * @throws OcciError INVALID_REQUEST when the request has ended.
 */
export async function chunksChecked(request: Request): Promise<void> {
  if (!request.headers.has("transfer-encoding")) return;
  await new Promise((resolve) => setImmediate(resolve));
  if (request.signal.aborted) throw new OcciError("INVALID_REQUEST", "The chunks of the request body are faulty.");
}

/**
 * Reads the body.
 * @param limit bytes.
 * @throws OcciError TOO_LARGE over the limit, INVALID_REQUEST when the client broke off or the text is not UTF-8.
 */
export async function readBody(request: Request, limit: number): Promise<string> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > limit) throw tooLarge(limit);
  if (request.body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body) {
      size += chunk.length;
      if (size > limit) throw tooLarge(limit);
      chunks.push(chunk);
    }
    await chunksChecked(request);
  } catch (cause) {
    if (cause instanceof OcciError) throw cause;
    throw new OcciError("INVALID_REQUEST", "The request body did not arrive whole.", { cause });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new OcciError("INVALID_XML", "The request body is not UTF-8.", { cause });
  }
}
