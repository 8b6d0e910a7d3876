/** Request bodies that are read into memory: within BODY_LIMIT, as UTF-8. */
import { OcciError } from "../errors.ts";

function tooLarge(limit: number): OcciError {
  return new OcciError("TOO_LARGE", `The request body is larger than ${limit} bytes.`, {
    hint: "Only the file of an upload may be larger; the administrator can raise BODY_LIMIT.",
  });
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
