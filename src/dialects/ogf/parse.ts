/** Requests of this dialect, by their Content-Type. */
import { invalid, shown } from "./culprit.ts";
import { parseJson } from "./json/parse.ts";
import { contentRendering, OFFERED } from "./media-type.ts";
import type { Sent } from "./model.ts";
import { hasHeaders, parseHeaders, parseText, parseUriList } from "./text/parse.ts";

export interface Request {
  readonly contentType: string | null;
  readonly headers: Headers;
  readonly body: string;
}

const NOTHING: Sent = { representations: [], locations: [] };

/** An unknown type matters only if the body is not empty: curl sends a type with an empty body too. */
function withoutType({ contentType, headers, body }: Request): Sent {
  if (body.trim() === "") return hasHeaders(headers) ? parseHeaders(headers) : NOTHING;
  throw invalid(
    contentType === null || contentType.trim() === ""
      ? "The request has a body but no Content-Type."
      : `The Content-Type ${shown(contentType)} is not known.`,
    `The Content-Type can be one of ${OFFERED.join(", ")}.`,
    "UNSUPPORTED_MEDIA_TYPE",
  );
}

/**
 * Reads a request in any rendering: the first known type of a Content-Type counts, its parameters do not. Without body
 * and type a rendering may still be in the headers.
 * @throws OcciError INVALID_REQUEST, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE.
 */
export function parseBody(request: Request): Sent {
  const { contentType, headers, body } = request;
  switch (contentRendering(contentType)) {
    case undefined:
      return withoutType(request);
    case "text/occi":
      return parseHeaders(headers);
    case "text/uri-list":
      return parseUriList(body);
    case "application/occi+json":
    case "application/json":
      // A DELETE or an action may name the type of a body that it does not have.
      return body.trim() === "" ? NOTHING : parseJson(body);
    default:
      return parseText(body);
  }
}
