/**
 * Reads oned's documents. They are data (no mixed content, few attributes), can be large and are many. For the plain
 * form that nearly all have, only the requested parts are made; Bun's own strict parser reads the others, and decides
 * what is not well-formed: it is no less strict than ours (see `hostile.test.ts`).
 */
import { OcciError } from "../errors.ts";
import { Branch, plainDocument } from "./document.ts";

/** As Bun's parser gives an element: children by name, several of one name as an array; attributes have an `@`. */
interface Parsed {
  readonly [name: string]: XmlRecord | readonly XmlRecord[];
}

/** An element: its text, or its children, which the functions of this file find. */
export type XmlRecord = string | Branch | Parsed;

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
  const [start] = /^(?:<\?xml[^>]*>)?[ \t\r\n]*</.exec(text) ?? [];
  if (start === undefined || !text.startsWith(root, start.length)) return false;
  const behind = start.length + root.length;
  return /[ \t\r\n/>]/.test(text.slice(behind, behind + 1));
}

/**
 * Parses a document whose root must be `root`.
 * @param source bytes are UTF-8, whatever the document declares.
 * @throws OcciError ONED_DAMAGED_ANSWER when it is not well-formed, has a DOCTYPE or another root.
 */
export function readRecord(source: string | Uint8Array, root: string): XmlRecord {
  const text = typeof source === "string" ? source : decode(source);
  if (!startsWithRoot(text, root)) throw damaged(`does not hold ${root}`);
  const plain = plainDocument(text);
  if (plain !== undefined) return plain;
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
  if (typeof node === "string") return NONE;
  if (node instanceof Branch) return node.all(name);
  if (!Object.hasOwn(node, name)) return NONE;
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

/** The first element at a path, in document order: most paths never fork. */
function firstAt(record: XmlRecord, path: readonly string[], from = 0): XmlRecord | undefined {
  let node: XmlRecord | undefined = record;
  for (let step = from; step < path.length; step++) {
    const name = path[step] as string;
    if (node instanceof Branch && step === path.length - 1) return node.first(name);
    const forks = children(node, name);
    if (forks.length > 1) return forks.map((one) => firstAt(one, path, step + 1)).find((found) => found !== undefined);
    node = forks[0];
    if (node === undefined) return undefined;
  }
  return node;
}

/** The text of the first element at the path, "" when it has children only; undefined when there is none. */
export function text(record: XmlRecord, ...path: string[]): string | undefined {
  const first = firstAt(record, path);
  if (first === undefined) return undefined;
  if (typeof first === "string") return first;
  const own = first instanceof Branch ? undefined : first["#text"];
  return typeof own === "string" ? own : "";
}

/** Whether an element has a child of a name. */
export function has(record: XmlRecord, name: string): boolean {
  return children(record, name).length > 0;
}

/** The children as name and element, repeated names included. */
export function entries(record: XmlRecord): (readonly [string, XmlRecord])[] {
  if (typeof record === "string") return [];
  if (record instanceof Branch) return record.entries();
  const found: (readonly [string, XmlRecord])[] = [];
  for (const name of Object.keys(record)) {
    if (name === "#text" || name.startsWith("@")) continue;
    const value = record[name] as XmlRecord | readonly XmlRecord[];
    if (Array.isArray(value)) for (const element of value as readonly XmlRecord[]) found.push([name, element]);
    else found.push([name, value as XmlRecord]);
  }
  return found;
}

/** The children that have a text, by name: of those that come twice the last, unless that one has children. */
export function texts(record: XmlRecord): Map<string, string> {
  const found = new Map<string, string>();
  if (record instanceof Branch) record.texts(found);
  else for (const [name, last] of new Map(entries(record))) if (typeof last === "string") found.set(name, last);
  return found;
}
