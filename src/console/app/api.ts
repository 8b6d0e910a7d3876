/**
 * The JSON API, typed by its own OpenAPI document: a path, a parameter or a member that the server does not have does not
 * compile. Requests have the session's cookie, and the header by which the server knows the console.
 */
import { signal } from "@preact/signals";
import { CONSOLE_HEADER } from "../../console-page.ts";
import type { paths } from "./api-types.ts";
import { ApiError, problemOf } from "./problem.ts";
import { API, BASE } from "./site.ts";

type Method = "get" | "post" | "patch" | "delete";
type Operation<P extends keyof paths, M extends Method> = Exclude<paths[P][M], undefined>;
/** The paths that have a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { readonly responses: unknown } ? P : never;
}[keyof paths];

type ContentOf<T> = T extends { readonly content: infer C } ? C[keyof C] : undefined;
type SuccessOf<R> = { [S in keyof R]: S extends 200 | 201 | 202 | 204 ? ContentOf<R[S]> : never }[keyof R];
/** The document of a success. */
export type AnswerOf<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { readonly responses: infer R } ? SuccessOf<R> : never;
type BodyOf<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { readonly requestBody?: infer B } ? ContentOf<Exclude<B, undefined>> : never;
type QueryOf<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { readonly parameters: { readonly query?: infer Q } } ? Exclude<Q, undefined> : never;
type ParamsOf<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { readonly parameters: { readonly path: infer V } } ? V : never;

export type ApiRequest<P extends keyof paths, M extends Method> = {
  readonly query?: QueryOf<P, M>;
  readonly signal?: AbortSignal;
  /** Seconds that the server may wait for a change to be finished. */
  readonly wait?: number;
  /** The key of a creation: a repetition with the same key creates nothing. */
  readonly key?: string;
} & ([ParamsOf<P, M>] extends [never] ? { readonly params?: never } : { readonly params: ParamsOf<P, M> }) &
  ([BodyOf<P, M>] extends [never] ? { readonly body?: never } : { readonly body?: BodyOf<P, M> });

/** Whether the last request was answered. */
export const online = signal(true);
/** Called when the server answers that nobody is signed in. */
export const onSignedOut: { run: () => void } = { run: () => {} };

/** Sends a request of the console. @throws ApiError where no answer comes; an answer of any status is returned. */
export async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(url, {
      ...init,
      headers: { ...init.headers, [CONSOLE_HEADER]: "1" },
      // Documents are kept in memory alone: nothing of a user stays in the browser's cache.
      cache: "no-store",
      credentials: "same-origin",
    });
    online.value = true;
    return response;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    online.value = false;
    throw new ApiError(0, {});
  }
}

/** Documents by URL, with their entity tags. */
const known = new Map<string, { readonly tag: string; readonly document: unknown }>();
/** The most documents that are kept. */
const MOST_KNOWN = 50;

/** Forgets all documents, before another user signs in. */
export function forgetAnswers(): void {
  known.clear();
}

function remember(url: string, tag: string, document: unknown): void {
  known.delete(url);
  known.set(url, { tag, document });
  const [oldest] = known.keys();
  if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
}

interface RequestParts {
  readonly params?: object;
  readonly query?: object;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly wait?: number;
  readonly key?: string;
}

function urlOf(path: string, { params = {}, query = {} }: RequestParts): string {
  const values = new Map<string, unknown>(Object.entries(params));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values.get(name))));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return `${API}${filled === "/" ? "" : filled}${text === "" ? "" : `?${text}`}`;
}

/**
 * Sends a request.
 * @returns the document of the answer; the same object as before when it has not changed.
 * @throws ApiError for every answer that is not a success.
 */
export async function api<M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  ...[request]: Record<never, never> extends ApiRequest<P, M> ? [ApiRequest<P, M>?] : [ApiRequest<P, M>]
): Promise<AnswerOf<P, M>> {
  const wanted = (request ?? {}) as RequestParts;
  const url = urlOf(path, wanted);
  const { body, signal, wait, key } = wanted;
  const before = method === "get" ? known.get(url) : undefined;
  const response = await send(url, {
    method: method.toUpperCase(),
    headers: {
      ...(before !== undefined && { "If-None-Match": before.tag }),
      ...(body !== undefined && {
        "Content-Type": method === "patch" ? "application/merge-patch+json" : "application/json",
      }),
      ...(wait !== undefined && { Prefer: `wait=${wait}` }),
      ...(key !== undefined && { "Idempotency-Key": `"${key}"` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
  });
  if (response.status === 304 && before !== undefined) return before.document as AnswerOf<P, M>;
  if (!response.ok) {
    if (response.status === 401) onSignedOut.run();
    throw await problemOf(response);
  }
  if (response.status === 204) return undefined as AnswerOf<P, M>;
  const document = (await response.json()) as AnswerOf<P, M>;
  const tag = response.headers.get("etag");
  if (method === "get" && tag !== null) remember(url, tag, document);
  return document;
}

/** The URL of the session: sign in (POST), read it (GET), sign out (DELETE). */
export const SESSION_URL = `${BASE}/session`;
