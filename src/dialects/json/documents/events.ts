/** Server-sent events (HTML Living Standard, 9.2.6). */
import type { ResourceChange } from "../../../model.ts";
import * as schemas from "../schemas/index.ts";
import { writeDocument } from "../write.ts";

export function renderEvents(changes: Iterable<ResourceChange>): string {
  return [...changes]
    .map(({ kind, ...change }) => `event: ${kind}\ndata: ${writeDocument(schemas.Change, change)}\n\n`)
    .join("");
}

/** The beginning of a stream. @param retry milliseconds after which a client connects again. */
export function renderStreamHead(retry: number): string {
  return `retry: ${retry}\n\n`;
}

/** A comment, which keeps the connection open. */
export const HEARTBEAT = ":\n\n";
