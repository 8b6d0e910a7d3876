/**
 * Well-formedness, checked before fast-xml-parser builds the tree: that parser takes much that is not XML (two roots,
 * undefined entities, unclosed elements, `]]>`, control characters). One pass, linear, with the place of the fault.
 */
import { OcciError } from "../errors.ts";
import { invalidXml, NAME_PATTERN, position, resolveReference } from "./characters.ts";

export interface XmlLimits {
  /** Bytes of the document as UTF-8. */
  readonly bytes: number;
  /** Elements inside each other, the root included. */
  readonly depth: number;
  /** Attributes of one element. */
  readonly attributes: number;
  /** Elements of the document. */
  readonly elements: number;
}

const START_TAG = new RegExp(`<(${NAME_PATTERN})`, "uy");
const END_TAG = new RegExp(`</(${NAME_PATTERN})[ \\t\\r\\n]*>`, "uy");
const TAG_END = /[ \t\r\n]*(\/?)>/y;
const ATTRIBUTE = new RegExp(`[ \\t\\r\\n]+(${NAME_PATTERN})[ \\t\\r\\n]*=[ \\t\\r\\n]*("[^"<]*"|'[^'<]*')`, "uy");
const REFERENCE = /&([^;&<\s]{0,12};)?/g;
const DECLARATION =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.[0-9]+\1(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])([A-Za-z][A-Za-z0-9._-]*)\2)?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(?:yes|no)\4)?[ \t\r\n]*\?>/;

function tooMuch(source: string, offset: number, what: string): OcciError {
  return new OcciError("INVALID_XML", `The XML holds ${what} (${position(source, offset)}).`);
}

function match(pattern: RegExp, source: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(source);
}

function checkReferences(source: string, start: number, end: number): void {
  const text = source.slice(start, end);
  if (!text.includes("&")) return;
  for (const found of text.matchAll(REFERENCE)) {
    const reference = found[1];
    if (reference === undefined) throw invalidXml(source, start + found.index, "an & that begins no reference");
    if (resolveReference(reference.slice(0, -1)) === undefined) {
      throw invalidXml(source, start + found.index, "a reference to an entity or character that XML does not know");
    }
  }
}

/** Checks a run of character data. `inside`: within the root, where more than blanks may stand. */
function checkText(source: string, start: number, end: number, inside: boolean): void {
  if (start === end) return;
  const text = source.slice(start, end);
  if (!inside) {
    const other = text.search(/[^ \t\r\n]/);
    if (other >= 0) throw invalidXml(source, start + other, "text outside the root element");
    return;
  }
  const bracket = text.indexOf("]]>");
  if (bracket >= 0) throw invalidXml(source, start + bracket, "]]> in text");
  checkReferences(source, start, end);
}

/** Checks the attributes of a start tag. @returns where they end and how many there are. */
function checkAttributes(source: string, start: number, limits: XmlLimits): { end: number; count: number } {
  const names = new Set<string>();
  let offset = start;
  for (;;) {
    const attribute = match(ATTRIBUTE, source, offset);
    if (attribute === null) return { end: offset, count: names.size };
    const [whole, name = "", value = ""] = attribute;
    if (names.has(name)) throw invalidXml(source, offset, "the same attribute twice");
    names.add(name);
    if (names.size > limits.attributes) throw tooMuch(source, offset, `more than ${limits.attributes} attributes`);
    offset += whole.length;
    checkReferences(source, offset - value.length, offset);
  }
}

/** Steps over a comment or CDATA section. @returns the offset behind it. */
function skipSection(source: string, offset: number, inside: boolean): number {
  if (source.startsWith("<!--", offset)) {
    const end = source.indexOf("--", offset + 4);
    if (end < 0 || source[end + 2] !== ">") throw invalidXml(source, offset, "a comment without end or with -- in it");
    return end + 3;
  }
  if (source.startsWith("<![CDATA[", offset) && inside) {
    const end = source.indexOf("]]>", offset);
    if (end < 0) throw invalidXml(source, offset, "a CDATA section without end");
    return end + 3;
  }
  if (source.startsWith("<!DOCTYPE", offset)) throw tooMuch(source, offset, "a DOCTYPE, which is not accepted");
  if (source.startsWith("<?", offset)) throw tooMuch(source, offset, "a processing instruction, which is not accepted");
  throw invalidXml(source, offset, "a < that begins no tag");
}

/**
 * Checks the XML declaration.
 * @returns the offset behind it, 0 when there is none.
 */
function checkDeclaration(source: string): number {
  if (!/^<\?xml[ \t\r\n?]/.test(source)) return 0;
  const declaration = DECLARATION.exec(source);
  if (declaration === null) throw invalidXml(source, 0, "a faulty XML declaration");
  const encoding = declaration[3];
  if (encoding !== undefined && !/^(utf-?8|us-ascii|ascii)$/i.test(encoding)) {
    throw new OcciError("INVALID_XML", "The XML declares an encoding other than UTF-8.", { hint: "Send it as UTF-8." });
  }
  return declaration[0].length;
}

export interface CheckedXml {
  /** Where the document starts behind its declaration. */
  readonly start: number;
  readonly elements: number;
  readonly attributes: number;
}

/**
 * Checks a whole document whose characters are legal ones.
 * @throws OcciError INVALID_XML with line and column of the first fault.
 */
export function checkXml(source: string, limits: XmlLimits): CheckedXml {
  const start = checkDeclaration(source);
  const open: string[] = [];
  let offset = start;
  let elements = 0;
  let attributes = 0;
  for (;;) {
    const next = source.indexOf("<", offset);
    checkText(source, offset, next < 0 ? source.length : next, open.length > 0);
    if (next < 0) break;
    const end = match(END_TAG, source, next);
    if (end !== null) {
      if (open.pop() !== end[1]) throw invalidXml(source, next, "an end tag without its start tag");
      offset = next + end[0].length;
      continue;
    }
    const tag = match(START_TAG, source, next);
    if (tag === null) {
      offset = skipSection(source, next, open.length > 0);
      continue;
    }
    if (elements > 0 && open.length === 0) throw invalidXml(source, next, "more than one root element");
    elements += 1;
    if (elements > limits.elements) throw tooMuch(source, next, `more than ${limits.elements} elements`);
    const list = checkAttributes(source, next + tag[0].length, limits);
    attributes += list.count;
    const close = match(TAG_END, source, list.end);
    if (close === null) throw invalidXml(source, list.end, "a faulty or unfinished start tag");
    offset = list.end + close[0].length;
    if (open.length >= limits.depth)
      throw tooMuch(source, next, `more than ${limits.depth} elements inside each other`);
    if (close[1] === "") open.push(tag[1] ?? "");
  }
  if (open.length > 0) throw invalidXml(source, source.length, "it ends before its last end tag");
  if (elements === 0) throw invalidXml(source, source.length, "there is no element");
  return { start, elements, attributes };
}
