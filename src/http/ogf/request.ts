/** One request of OCCI 1.2 as its handlers see it. */

import type { Caller } from "../../cloud/ogf/caller.ts";
import {
  type Filter,
  localized,
  localizedFilter,
  parseBody,
  parseFilter,
  type Rendering,
  type Sent,
} from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import { bodyOf, type Call } from "../call.ts";
import { parametersOf } from "../parameters.ts";

export interface OgfCall extends Caller {
  readonly call: Call;
  /** The media type that Accept asks for. */
  readonly rendering: Rendering;
  /** Path as sent, without the query. */
  readonly path: string;
}

/**
 * The path on this server that a location means.
 * @param what it is of the request, for the error.
 * @throws OcciError INVALID_REQUEST for another server's.
 */
export function pathIn({ call }: OgfCall, location: string, what = "A location"): string {
  const path = call.own.pathOf(location);
  if (path !== undefined) return path;
  const shown = location.slice(0, 64).toWellFormed();
  throw new OcciError("INVALID_REQUEST", `${what} is not on this server: ${shown}`, {
    hint: "Leave out scheme and host, or use those of the server's answers.",
  });
}

/**
 * The body, or the headers in its place; locations in it are paths of this server, but for those that it lists.
 * @throws OcciError UNSUPPORTED_MEDIA_TYPE, INVALID_REQUEST.
 */
export async function sentOf(occi: OgfCall): Promise<Sent> {
  const { headers } = occi.call.request;
  const body = await bodyOf(occi.call, "INVALID_REQUEST");
  const sent = parseBody({ contentType: headers.get("content-type"), headers, body });
  return localized(sent, (location, what) => pathIn(occi, location, what));
}

/** The filter of the headers. @throws OcciError INVALID_REQUEST. */
export function filterOf(occi: OgfCall): Filter {
  return localizedFilter(parseFilter(occi.call.request.headers), (location, what) => pathIn(occi, location, what));
}

/** The action in the query; undefined for none. @throws OcciError INVALID_REQUEST. */
export function actionTerm({ call }: OgfCall): string | undefined {
  return parametersOf(call.target.query.replaceAll(";", "&")).get("action") ?? undefined;
}
