/** Answers of the JSON API: text, media type, entity tags, links. */
import type { RenderedPage } from "../../dialects/json/index.ts";
import { isKnown, tagOf } from "../entity-tag.ts";
import type { Result } from "../result.ts";

const JSON_TYPE = "application/json";
const encoder = new TextEncoder();

type Header = readonly [string, string];

/** A document that was read: 304 for a client that has it already. Caches may store it, but must revalidate it each time. */
export function readResult(headers: Headers, text: string, more: readonly Header[] = []): Result {
  // Weak, because a proxy may encode the answer in another way.
  const tag = `W/${tagOf(text)}`;
  const all: readonly Header[] = [
    ["ETag", tag],
    ["Cache-Control", "private, no-cache"],
    ["Vary", "Authorization, Cookie"],
    ...more,
  ];
  if (isKnown(headers.get("if-none-match"), tag)) return { status: 304, headers: all };
  return { status: 200, headers: all, contentType: JSON_TYPE, body: [encoder.encode(text)] };
}

/** A page, with the link to the next (RFC 8288). */
export function pageResult(headers: Headers, { text, next }: RenderedPage, skipped: readonly string[]): Result {
  const link: readonly Header[] = next === undefined ? [] : [["Link", `<${next}>; rel="next"`]];
  return { ...readResult(headers, text, link), skipped };
}

/** The document of a resource that was changed or created. */
export function changedResult(status: 200 | 201 | 202, text: string, location?: string): Result {
  return {
    status,
    contentType: JSON_TYPE,
    body: [encoder.encode(text)],
    ...(location !== undefined && { location }),
  };
}
