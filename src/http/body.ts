/** Request bodies that are read into memory: within BODY_LIMIT, in time, as UTF-8. */
import type { Config } from "../config/config.ts";
import { OcciError } from "../errors.ts";
import { BODY_WINDOW_MS } from "./arrival-guard.ts";
import { arriving } from "./arriving.ts";

export type BodyLimits = Pick<Config, "bodyLimit" | "bodyRate" | "bodyTimeout">;

function tooLarge(limit: number): OcciError {
  return new OcciError("TOO_LARGE", `The request body is larger than ${limit} bytes.`, {
    hint: "Only the file of an upload may be larger; the administrator can raise BODY_LIMIT.",
  });
}

/**
 * Reads the body.
 * @throws OcciError TOO_LARGE over the limit, UPLOAD_STALLED when it comes too slowly, INVALID_REQUEST when the client
 *   broke off or the text is not UTF-8.
 */
export async function readBody(request: Request, limits: BodyLimits): Promise<string> {
  const { bodyLimit: most, bodyRate: rate, bodyTimeout: longest } = limits;
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > most) throw tooLarge(most);
  const chunks: Uint8Array[] = [];
  const pace = { rate, longest, window: BODY_WINDOW_MS };
  for await (const chunk of arriving(request, { ...pace, most, tooLarge: () => tooLarge(most) })) {
    chunks.push(Buffer.from(chunk));
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new OcciError("INVALID_XML", "The request body is not UTF-8.", { cause });
  }
}
