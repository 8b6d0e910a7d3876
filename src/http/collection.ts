/** Renders a pool batch by batch, so that the event loop runs in between; the result is sent only when it is whole. */
import { closeCollection, type Kind, openCollection } from "../dialects/opennebula-xml/index.ts";
import type { Markup } from "../xml/write.ts";
import type { Result } from "./result.ts";

/** Called for a member that oned cannot send, with its id if that is known. */
export type Skip = (id: number | undefined) => void;

const encoder = new TextEncoder();

/**
 * A collection's answer.
 * @throws whatever the pool throws at a damaged member: nothing was sent by then.
 */
export async function collection<T>(
  kind: Kind,
  pool: (skip: Skip) => AsyncIterable<readonly T[]>,
  render: (member: T) => Markup,
): Promise<Result> {
  const pieces: Uint8Array[] = [encoder.encode(openCollection(kind))];
  const skipped: string[] = [];
  const name = kind.toLowerCase();
  for await (const batch of pool((id) => skipped.push(`${name} ${id ?? "?"}`))) {
    pieces.push(encoder.encode(batch.map(render).join("")));
  }
  pieces.push(encoder.encode(closeCollection(kind)));
  return { status: 200, body: pieces, skipped };
}
