/** The notes of users and programs in the template of a user. */
import { all, entries, readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { scalars, wholeNumber } from "./record-parts.ts";

export { SELF } from "./user.ts";

export interface Notes {
  readonly id: number;
  readonly name: string;
  readonly texts: ReadonlyMap<string, string>;
  readonly vectors: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Reads a `<USER>` element. */
export function notesOf(record: XmlRecord): Notes {
  const vectors = new Map<string, ReadonlyMap<string, string>>();
  for (const group of all(record, "TEMPLATE")) {
    for (const [name, value] of entries(group)) if (typeof value !== "string") vectors.set(name, scalars(value));
  }
  return {
    id: wholeNumber(record, "ID"),
    name: text(record, "NAME") ?? "",
    texts: scalars(record, "TEMPLATE"),
    vectors,
  };
}

/** `one.user.info`. */
export async function userNotes(oned: OnedClient, session: Session, id: number): Promise<Notes> {
  return notesOf(readRecord(await oned.read(session, "one.user.info", id), "USER"));
}

/** `one.user.update`, appending: attributes of the same name are replaced, others stay. */
export async function update(oned: OnedClient, session: Session, id: number, template: string): Promise<void> {
  await oned.change(session, "one.user.update", id, template, 1);
}
