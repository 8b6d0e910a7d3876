/** From renderings to answers. */
import type { Rendered } from "../../dialects/ogf/index.ts";
import type { Result } from "../result.ts";

/** An answer with a rendering as its body. */
export function rendered(status: 200 | 201, { contentType, headers, body }: Rendered, location?: string): Result {
  return {
    status,
    contentType,
    headers,
    body: [new TextEncoder().encode(body)],
    ...(location !== undefined && { location }),
  };
}
