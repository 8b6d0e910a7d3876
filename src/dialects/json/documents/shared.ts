/** Helpers for the documents of all resources. */
import type { TSchema } from "@sinclair/typebox";
import type { Page } from "../../../model.ts";
import { BASE_PATH } from "../base-path.ts";
import { writeDocument } from "../write.ts";

/** The address of a list: the server's prefix, the path below BASE_PATH, and the query. */
export interface ListPlace {
  readonly prefix: string;
  readonly path: string;
  readonly query: string;
}

/** A page of a list, and the path of the next. */
export interface RenderedPage {
  readonly text: string;
  readonly next: string | undefined;
}

/** @param members of an item as its schema has them. */
export function renderPage<T>(
  schema: TSchema,
  { items, next }: Page<T>,
  { prefix, path, query }: ListPlace,
  members: (item: T) => object,
): RenderedPage {
  if (next === undefined) return { text: writeDocument(schema, { items: items.map(members) }), next };
  // The path of this page, with another `after`.
  const parameters = new URLSearchParams(query);
  parameters.set("after", next);
  const after = `${prefix}${BASE_PATH}${path}?${parameters}`;
  return { text: writeDocument(schema, { items: items.map(members), next: after }), next: after };
}

export const yesNo = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : value ? "YES" : "NO";

/** Leaves out members that are undefined. */
export function definedMembers<T extends object>(members: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}

/** `null` removes a description. */
export const textOf = (value: string | null | undefined): string | undefined => (value === null ? "" : value);
