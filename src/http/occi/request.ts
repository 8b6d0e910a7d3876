/** One request of OCCI 1.2 as its handlers see it. */

import type { Asking } from "../../cloud/occi/asking.ts";
import {
  type Filter,
  parseBody,
  parseFilter,
  type Rendering,
  type Representation,
  type Sent,
  type TypeId,
  typeId,
} from "../../dialects/occi/index.ts";
import { bodyOf, type Call } from "../call.ts";
import { parametersOf } from "../parameters.ts";

export interface OcciCall extends Asking {
  readonly call: Call;
  /** What Accept asks for. */
  readonly rendering: Rendering;
  /** Path as sent, without the query. */
  readonly path: string;
}

/** The body, or the headers in its place. @throws OcciError UNSUPPORTED_MEDIA_TYPE, INVALID_REQUEST. */
export async function sentOf({ call }: OcciCall): Promise<Sent> {
  const { headers } = call.request;
  return parseBody({ contentType: headers.get("content-type"), headers, body: await bodyOf(call) });
}

/** The filter of the headers. */
export function filterOf({ call }: OcciCall): Filter {
  return parseFilter(call.request.headers);
}

/** All types that representations name, those of their links too. */
export function namedTypes(representations: readonly Representation[]): readonly TypeId[] {
  return representations.flatMap(({ categories, links }) => [
    ...categories.map(typeId),
    ...links.flatMap(({ category }) => category),
  ]);
}

/** The action in the query; undefined for none. @throws OcciError INVALID_REQUEST. */
export function actionTerm({ call }: OcciCall): string | undefined {
  return parametersOf(call.target.query.replaceAll(";", "&")).get("action") ?? undefined;
}
