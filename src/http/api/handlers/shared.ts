/** Helpers for the handlers of all resources. */
import { waiting } from "../../../cloud/deps.ts";
import type { CreationKey } from "../../../cloud/self-service/idempotency.ts";
import type { NameFilter, PageRequest } from "../../../cloud/self-service/page.ts";
import * as json from "../../../dialects/json/index.ts";
import { OcciError } from "../../../errors.ts";
import type { Page } from "../../../model.ts";
import { bodyOf } from "../../call.ts";
import type { Result } from "../../result.ts";
import { pageResult } from "../answers.ts";
import { creationKey } from "../idempotency.ts";
import type { ApiRequest } from "../request.ts";

export type ApiHandler = (request: ApiRequest) => Promise<Result>;

export function pageOf({ query }: ApiRequest): PageRequest {
  const { limit = json.PAGE.usual, after } = query as { limit?: number; after?: string };
  return { limit, ...(after !== undefined && { after }) };
}

/** Collects the objects that could not be read, for a header and the log. */
export function skipping(kind: string): {
  readonly skipped: string[];
  readonly skip: Skipping;
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

/** Called for each object that is left out, with its id where that can be read. */
type Skipping = (id: number | undefined) => void;

type ListCase<T> = (
  requester: ApiRequest,
  request: PageRequest,
  filter: NameFilter,
  skip: Skipping,
) => Promise<Page<T>>;

/**
 * The handler of a list that can be filtered by name and owner.
 * @param kind what the log calls those that cannot be read.
 */
export function listHandler<T>(
  [kind, path]: readonly [kind: string, path: string],
  list: ListCase<T>,
  render: (page: Page<T>, place: json.ListPlace) => json.RenderedPage,
): ApiHandler {
  return async (request) => {
    const { skipped, skip } = skipping(kind);
    const page = await list(request, pageOf(request), nameFilter(request), skip);
    return pageResult(headersOf(request), render(page, placeOf(request, path)), skipped);
  };
}

export const headersOf = ({ call }: ApiRequest): Headers => call.request.headers;

export function locationOf({ call }: ApiRequest, collection: string, { id }: { readonly id: number }): string {
  return `${call.deps.config.baseUrl}${json.BASE_PATH}/${collection}/${id}`;
}

/** JSON and its derivatives, such as merge patches. A body without a type counts as JSON. */
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;
/** Operations on a document (RFC 6902), which look like nothing that is read here. */
const JSON_PATCH = /^application\/json-patch\+json\b/i;

/** @param also other types that there are at this place. */
export function unsupportedType(type: string, also = ""): OcciError {
  return new OcciError("UNSUPPORTED_MEDIA_TYPE", `Bodies of ${type.slice(0, 64)} are not accepted here.`, {
    hint: `Send JSON with Content-Type: application/json${also}.`,
  });
}

/** @throws OcciError UNSUPPORTED_MEDIA_TYPE for a body that is compressed: nobody knows how large it would become. */
export function checkCoding(headers: Headers): void {
  const coding = headers.get("content-encoding")?.trim() ?? "";
  if (/^(?:identity)?$/i.test(coding)) return;
  throw new OcciError(
    "UNSUPPORTED_MEDIA_TYPE",
    `Bodies with Content-Encoding ${coding.slice(0, 64)} are not accepted.`,
    {
      hint: "Send the body unencoded, without Content-Encoding.",
    },
  );
}

/** The document of the request. @throws OcciError INVALID_REQUEST with all faults, UNSUPPORTED_MEDIA_TYPE. */
export async function documentOf<T extends json.TSchema>({ call }: ApiRequest, schema: T): Promise<json.Static<T>> {
  checkCoding(call.request.headers);
  const body = await bodyOf(call, "INVALID_REQUEST");
  const type = call.request.headers.get("content-type");
  const isRead = type === null || (JSON_TYPE.test(type.trim()) && !JSON_PATCH.test(type.trim()));
  if (type && body !== "" && !isRead) throw unsupportedType(type);
  return json.readDocument(schema, body);
}

/** The key of a creation, with everything that makes two requests equal. @throws OcciError INVALID_REQUEST. */
export function keyOf(
  { call, params, user }: ApiRequest,
  operation: string,
  ...content: readonly unknown[]
): { readonly key?: CreationKey } {
  const key = creationKey(call.request.headers, user, operation, params, ...content);
  return key === undefined ? {} : { key };
}

/** The request with the patience that the client prefers: its use case waits no longer for OpenNebula. */
export function waited(request: ApiRequest): ApiRequest {
  return { ...request, deps: waiting(request.deps, request.wait) };
}

/** The handlers of a resource, by the ids of the operations. */
export type Handlers = Readonly<Record<string, ApiHandler>>;
