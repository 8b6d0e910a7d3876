/** Records as values that can be compared. */
import { entries, text, type XmlRecord } from "../record.ts";

export type PlainRecord = string | { readonly [name: string]: PlainRecord | readonly PlainRecord[] };

/** An element as its text, or as its children by name, in order; several of one name are an array. */
export function plainRecord(record: XmlRecord): PlainRecord {
  const children = entries(record);
  if (children.length === 0) return text(record) ?? "";
  const found: { [name: string]: PlainRecord | PlainRecord[] } = Object.create(null);
  for (const [name, child] of children) {
    const others = found[name];
    const value = plainRecord(child);
    if (others === undefined) found[name] = value;
    else if (Array.isArray(others)) others.push(value);
    else found[name] = [others as PlainRecord, value];
  }
  return { ...found };
}
