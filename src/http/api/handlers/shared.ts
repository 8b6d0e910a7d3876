/** What handlers of all resources share. */
import type { PageRequest } from "../../../cloud/self-service/page.ts";
import * as json from "../../../dialects/json/index.ts";
import { bodyOf } from "../../call.ts";
import type { Result } from "../../result.ts";
import type { ApiRequest } from "../request.ts";

export type ApiHandler = (request: ApiRequest) => Promise<Result>;

export function pageOf({ query }: ApiRequest): PageRequest {
  const { limit = json.PAGE.usual, after } = query as { limit?: number; after?: string };
  return { limit, ...(after !== undefined && { after }) };
}

/** Notes what could not be read, for the header and the log. */
export function skipping(kind: string): {
  readonly skipped: string[];
  readonly skip: (id: number | undefined) => void;
} {
  const skipped: string[] = [];
  return { skipped, skip: (id) => skipped.push(`${kind} ${id ?? "?"}`) };
}

export function placeOf({ call }: ApiRequest, path: string): json.ListPlace {
  return { prefix: call.own.prefix, path, query: call.target.query };
}

/** Filters by name and owner. */
export function nameFilter({ query }: ApiRequest): { readonly name?: string; readonly mine?: boolean } {
  const { name, mine } = query as { name?: string; mine?: boolean };
  return { ...(name !== undefined && { name }), ...(mine !== undefined && { mine }) };
}

export const headersOf = ({ call }: ApiRequest): Headers => call.request.headers;

export function locationOf({ call }: ApiRequest, collection: string, { id }: { readonly id: number }): string {
  return `${call.deps.config.baseUrl}${json.BASE_PATH}/${collection}/${id}`;
}

/** The document of the request. @throws OcciError INVALID_REQUEST with all faults. */
export async function documentOf<T extends json.TSchema>({ call }: ApiRequest, schema: T): Promise<json.Static<T>> {
  return json.readDocument(schema, await bodyOf(call, "INVALID_REQUEST"));
}

/** What operations of a resource do, by their ids. */
export type Handlers = Readonly<Record<string, ApiHandler>>;
