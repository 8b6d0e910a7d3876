/**
 * Reads oned's documents. They are data (no mixed content, few attributes), can be large and are many, so Bun's own
 * strict parser reads them: ten times faster than fast-xml-parser and no less strict (see `hostile.test.ts`).
 */
import { OcciError } from "../errors.ts";

/** An element: its text, or its children by name; several of one name are an array. */
export type XmlRecord = string | { readonly [name: string]: XmlRecord | readonly XmlRecord[] };

/**
 * Parses a document whose root must be `root`.
 * @throws OcciError ONED_DAMAGED_ANSWER when it is not well-formed or has another root.
 */
export function readRecord(source: string | Uint8Array, root: string): XmlRecord {
  let document: Record<string, XmlRecord>;
  try {
    document = Bun.XML.parse(source) as Record<string, XmlRecord>;
  } catch (cause) {
    throw new OcciError("ONED_DAMAGED_ANSWER", "OpenNebula's answer is not well-formed.", { cause });
  }
  if (!Object.hasOwn(document, root)) {
    throw new OcciError("ONED_DAMAGED_ANSWER", `OpenNebula's answer holds no ${root}.`);
  }
  return document[root] as XmlRecord;
}

/** All elements at the path, in document order; an empty list when there are none. */
export function all(record: XmlRecord, ...path: string[]): readonly XmlRecord[] {
  let level: readonly XmlRecord[] = [record];
  for (const name of path) {
    level = level.flatMap((node) => {
      if (typeof node === "string" || !Object.hasOwn(node, name)) return [];
      const value = node[name] as XmlRecord | readonly XmlRecord[];
      return Array.isArray(value) ? (value as readonly XmlRecord[]) : [value as XmlRecord];
    });
  }
  return level;
}

/** The text of the first element at the path, "" when it has children only; undefined when there is none. */
export function text(record: XmlRecord, ...path: string[]): string | undefined {
  const first = all(record, ...path)[0];
  if (first === undefined) return undefined;
  if (typeof first === "string") return first;
  const own = first["#text"];
  return typeof own === "string" ? own : "";
}

/** The children as name and element, repeated names included. */
export function entries(record: XmlRecord): (readonly [string, XmlRecord])[] {
  if (typeof record === "string") return [];
  return Object.entries(record)
    .filter(([name]) => name !== "#text" && !name.startsWith("@"))
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((element) => [name, element as XmlRecord] as const),
    );
}
