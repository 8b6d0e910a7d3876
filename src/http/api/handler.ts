/** The JSON API: finds the operation of a request at a path, and answers with it. */
import { onedVersion } from "../../cloud/self-service/version.ts";
import { CONSOLE_HEADER } from "../../console-page.ts";
import { type Method, type Operation, readQuery, renderErrorCodes } from "../../dialects/json/index.ts";
import { OcciError } from "../../errors.ts";
import type { AppDeps } from "../app-deps.ts";
import type { Handler } from "../call.ts";
import type { Exchange } from "../exchange.ts";
import { allowOf, methodNotAllowed } from "../methods.ts";
import { parametersOf } from "../parameters.ts";
import type { Result } from "../result.ts";
import { readResult } from "./answers.ts";
import { HANDLERS } from "./handlers/index.ts";
import { description, welcome } from "./open.ts";
import type { ApiPlace } from "./places.ts";
import { waitOf } from "./prefer.ts";
import { located } from "./words.ts";

type Params = Readonly<Record<string, string>>;

function operationAt({ operations }: ApiPlace, method: string): Operation | undefined {
  return operations.get((method === "HEAD" ? "GET" : method) as Method);
}

/** @throws OcciError NOT_FOUND, METHOD_NOT_ALLOWED. */
function operationOf(place: ApiPlace, method: string): Operation {
  const operation = operationAt(place, method);
  if (operation !== undefined) return operation;
  if (place.operations.size === 0) {
    throw new OcciError("NOT_FOUND", "Nothing exists at this address.", {
      hint: "GET /api/v1/openapi.json describes the addresses that exist.",
    });
  }
  throw methodNotAllowed(method, place.operations.keys());
}

/** The methods of a path, and the media types of its patches (RFC 5789, 3.1). */
function possible({ operations }: ApiPlace): (readonly [string, string])[] {
  const patch = operations.get("PATCH")?.bodyType;
  return [
    ["Allow", allowOf(operations.keys())],
    ...(patch === undefined ? [] : [["Accept-Patch", `${patch}, application/json`] as const]),
  ];
}

/** Names of all that a request can say. */
function membersOf({ body, query }: Operation): string[] {
  return Object.keys({ ...(body?.properties as object | undefined), ...query?.properties });
}

/**
 * The answer for a request that needs no credentials: OPTIONS, and the operations that are open, when none were sent.
 * @returns undefined for all others.
 */
export function openAnswer(
  place: ApiPlace,
  { method, headers }: Request,
  { own, target }: Exchange,
  { config }: AppDeps,
): Result | undefined {
  if (place.operations.size === 0) return undefined;
  if (method === "OPTIONS") return { status: 204, headers: possible(place) };
  const operation = operationAt(place, method);
  if (operation?.isOpen !== true) return undefined;
  readQuery(operation.query, parametersOf(target.query));
  if (operation.id === "getOpenApi") return description(headers, config);
  if (operation.id === "listErrors") return readResult(headers, renderErrorCodes(own.prefix));
  // Requests of the console come with a cookie or a certificate instead.
  const isFromUser = headers.has("authorization") || headers.has(CONSOLE_HEADER);
  return isFromUser ? undefined : welcome(headers, config, own.prefix);
}

/** The resource in lines of the log: `machines/7`. */
function resourceOf({ path }: ApiPlace, params: Params): string {
  const [, , , ...segments] = path.split("/");
  return segments
    .slice(0, 2)
    .map((segment) => (segment.startsWith(":") ? (params[segment.slice(1)] ?? "") : segment))
    .join("/");
}

/** Answers requests with credentials at a path. @param params the parameters of the path, decoded. */
export function apiHandler(place: ApiPlace, params: Params): Handler {
  return async (call) => {
    const { deps, session, user, request, target, own } = call;
    const operation = operationOf(place, request.method);
    call.concerns(resourceOf(place, params));
    if (operation.id === "getApi") {
      return welcome(request.headers, deps.config, own.prefix, { opennebula: await onedVersion(deps, session) });
    }
    const query = readQuery(operation.query, parametersOf(target.query));
    const handler = HANDLERS[operation.id];
    if (handler === undefined) throw new Error(`no handler for ${operation.id}`);
    const wait = waitOf(request.headers);
    const result = await handler({ call, deps, session, user, params, query, wait: wait * 1000 }).catch((error) => {
      throw error instanceof OcciError ? located(error, membersOf(operation)) : error;
    });
    if (wait === 0 || operation.method === "GET") return result;
    return { ...result, headers: [...(result.headers ?? []), ["Preference-Applied", `wait=${wait}`]] };
  };
}
