/**
 * Reads oned's documents. They are data (no mixed content, few attributes), can be large and are many, so Bun's own
 * strict parser reads them: it is no less strict than ours (see `hostile.test.ts`).
 */
import { OcciError } from "../errors.ts";

/** An element: its text, or its children by name; several of one name are an array. */
export type XmlRecord = string | { readonly [name: string]: XmlRecord | readonly XmlRecord[] };

function damaged(what: string, cause?: unknown): OcciError {
  return new OcciError("ONED_DAMAGED_ANSWER", `OpenNebula's answer ${what}.`, { cause });
}

function decode(source: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(source);
  } catch (cause) {
    throw damaged("is not UTF-8", cause);
  }
}

/** Whether the root is the first thing behind the declaration: then there is no DOCTYPE, which oned never writes. */
function startsWithRoot(text: string, root: string): boolean {
  const start = /^(?:<\?xml[^>]*>)?[ \t\r\n]*</.exec(text)?.[0].length ?? -1;
  return (
    start > 0 &&
    text.startsWith(root, start) &&
    /^[ \t\r\n/>]/.test(text.slice(start + root.length, start + root.length + 1))
  );
}

/**
 * Parses a document whose root must be `root`.
 * @param source bytes are UTF-8, whatever the document declares.
 * @throws OcciError ONED_DAMAGED_ANSWER when it is not well-formed, has a DOCTYPE or another root.
 */
export function readRecord(source: string | Uint8Array, root: string): XmlRecord {
  const text = typeof source === "string" ? source : decode(source);
  if (!startsWithRoot(text, root)) throw damaged(`does not hold ${root}`);
  let document: Record<string, XmlRecord>;
  try {
    document = Bun.XML.parse(text) as Record<string, XmlRecord>;
  } catch (cause) {
    throw damaged("is not well-formed", cause);
  }
  return document[root] as XmlRecord;
}

const NONE: readonly XmlRecord[] = [];

function children(node: XmlRecord, name: string): readonly XmlRecord[] {
  if (typeof node === "string" || !Object.hasOwn(node, name)) return NONE;
  const value = node[name] as XmlRecord | readonly XmlRecord[];
  return Array.isArray(value) ? (value as readonly XmlRecord[]) : [value as XmlRecord];
}

/** All elements at the path, in document order; an empty list when there are none. */
export function all(record: XmlRecord, ...path: string[]): readonly XmlRecord[] {
  let level: readonly XmlRecord[] = [record];
  for (const name of path) {
    const [only] = level;
    if (only === undefined) return NONE;
    level = level.length === 1 ? children(only, name) : level.flatMap((node) => children(node, name));
  }
  return level;
}

/** The first element at a path, in document order: most paths never fork, and make no list of anything. */
function firstAt(record: XmlRecord, path: readonly string[]): XmlRecord | undefined {
  let node = record;
  for (const [step, name] of path.entries()) {
    if (typeof node === "string" || !Object.hasOwn(node, name)) return undefined;
    const next = node[name] as XmlRecord | readonly XmlRecord[];
    if (Array.isArray(next)) {
      const rest = path.slice(step + 1);
      return (next as readonly XmlRecord[]).map((one) => firstAt(one, rest)).find((found) => found !== undefined);
    }
    node = next as XmlRecord;
  }
  return node;
}

/** The text of the first element at the path, "" when it has children only; undefined when there is none. */
export function text(record: XmlRecord, ...path: string[]): string | undefined {
  const first = firstAt(record, path);
  if (first === undefined) return undefined;
  if (typeof first === "string") return first;
  const own = first["#text"];
  return typeof own === "string" ? own : "";
}

/** The children as name and element, repeated names included. */
export function entries(record: XmlRecord): (readonly [string, XmlRecord])[] {
  if (typeof record === "string") return [];
  const found: (readonly [string, XmlRecord])[] = [];
  for (const name of Object.keys(record)) {
    if (name === "#text" || name.startsWith("@")) continue;
    const value = record[name] as XmlRecord | readonly XmlRecord[];
    if (Array.isArray(value)) for (const element of value as readonly XmlRecord[]) found.push([name, element]);
    else found.push([name, value as XmlRecord]);
  }
  return found;
}
