/**
 * Well-formedness and limits, checked before anything is made of a document. One pass, linear, with the place of the
 * fault.
 */
import { OcciError } from "../errors.ts";
import { invalidXml, LONGEST_NAME, position, referenceAt, skipBlanks, skipName } from "./characters.ts";

export interface XmlLimits {
  /** Bytes of the document as UTF-8. */
  readonly bytes: number;
  /** Elements inside each other, the root included. */
  readonly depth: number;
  /** Attributes of one element. */
  readonly attributes: number;
  /** Elements of the document, attributes of all of them, comments and CDATA sections. */
  readonly nodes: number;
  /** Characters of all tags, without the values of attributes. */
  readonly markup: number;
  /** References of the document: `&lt;`, `&#65;`. */
  readonly references: number;
}

/** The content of a document: another parser has to find the same. */
export interface CheckedXml {
  readonly elements: number;
  readonly attributes: number;
  /** The offset after the XML declaration. */
  readonly start: number;
}

const MAX_REFERENCE = 12;
const DECLARATION =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.[0-9]+\1(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])([A-Za-z][A-Za-z0-9._-]*)\2)?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(?:yes|no)\4)?[ \t\r\n]*\?>/;

function tooMuch(source: string, offset: number, what: string): OcciError {
  return new OcciError("INVALID_XML", `The XML holds ${what} (${position(source, offset)}).`);
}

/** The counters of one pass over a document. */
class Checker {
  readonly source: string;
  readonly limits: XmlLimits;
  elements = 0;
  attributes = 0;
  #nodes = 0;
  #markup = 0;
  #references = 0;

  constructor(source: string, limits: XmlLimits) {
    this.source = source;
    this.limits = limits;
  }

  /** The offset after a name; `start` where none begins. */
  endOfName(start: number): number {
    const end = skipName(this.source, start);
    if (end - start <= LONGEST_NAME) return end;
    throw tooMuch(this.source, start, `a name of more than ${LONGEST_NAME} characters`);
  }

  /** Counts what begins at an offset. */
  countNode(offset: number): void {
    this.#nodes += 1;
    if (this.#nodes > this.limits.nodes) {
      throw tooMuch(
        this.source,
        offset,
        `more than ${this.limits.nodes} elements, attributes, comments and CDATA sections`,
      );
    }
  }

  /** Counts the characters of a tag that is at an offset. */
  countMarkup(offset: number, characters: number): void {
    this.#markup += characters;
    if (this.#markup > this.limits.markup) {
      throw tooMuch(this.source, offset, `tags of more than ${this.limits.markup} characters in all`);
    }
  }

  /**
   * Checks the references of a text that stands at `start`. It is searched by itself: else each search runs to the end.
   */
  #checkReferences(text: string, start: number): void {
    const { source, limits } = this;
    for (let at = text.indexOf("&"); at >= 0; at = text.indexOf("&", at + 1)) {
      const semicolon = text.indexOf(";", at);
      // No reference is longer than `&#x10ffff;` with some zeros.
      if (semicolon < 0 || semicolon - at > MAX_REFERENCE) {
        throw invalidXml(source, start + at, "an & that does not begin a reference");
      }
      if (referenceAt(text, at + 1, semicolon) === undefined) {
        throw invalidXml(source, start + at, "a reference to an entity or character that XML does not know");
      }
      this.#references += 1;
      if (this.#references > limits.references) {
        throw tooMuch(source, start + at, `more than ${limits.references} references`);
      }
    }
  }

  /** Checks a run of character data. `inside`: within the root, where more than blanks may stand. */
  checkText(start: number, stop: number, inside: boolean): void {
    if (start === stop) return;
    const text = this.source.slice(start, stop);
    if (!inside) {
      const other = text.search(/[^ \t\r\n]/);
      if (other >= 0) throw invalidXml(this.source, start + other, "text outside the root element");
      return;
    }
    const end = text.indexOf("]]>");
    if (end >= 0) throw invalidXml(this.source, start + end, "]]> in text");
    this.#checkReferences(text, start);
  }

  /** Checks an end tag against the name that it must have. @returns the offset after it. */
  checkEndTag(start: number, name: string | undefined): number {
    const end = name === undefined ? start : skipBlanks(this.source, start + 2 + name.length);
    if (name === undefined || !this.source.startsWith(name, start + 2) || this.source[end] !== ">") {
      // The message has the name only when it is short: a client must not have its own megabyte sent back.
      const due =
        name !== undefined && name.length <= 40 ? `</${name}> is expected here` : "an end tag without its start tag";
      throw invalidXml(this.source, start, due);
    }
    this.countMarkup(start, end + 1 - start);
    return end + 1;
  }

  /** Checks one attribute from its name. @returns the offset after it. */
  #checkAttribute(start: number, names: Set<string>): number {
    const { source } = this;
    const nameEnd = this.endOfName(start);
    const name = source.slice(start, nameEnd);
    const equals = skipBlanks(source, nameEnd);
    const open = skipBlanks(source, equals + 1);
    const quote = source[open];
    if (name === "" || source[equals] !== "=" || (quote !== '"' && quote !== "'")) {
      throw invalidXml(source, start, "a faulty or unfinished start tag");
    }
    const end = source.indexOf(quote, open + 1);
    if (end < 0) throw invalidXml(source, open, "an attribute without end");
    const value = source.slice(open + 1, end);
    if (value.includes("<")) throw invalidXml(source, open, "a < in an attribute");
    if (names.has(name)) throw invalidXml(source, start, "the same attribute twice");
    names.add(name);
    this.countMarkup(start, -value.length);
    this.#checkReferences(value, open + 1);
    return end + 1;
  }

  /** Checks a start tag from behind its name. @returns the offset after it, and whether it is an empty element. */
  checkStartTag(start: number): { end: number; empty: boolean } {
    const { source, limits } = this;
    const names = new Set<string>();
    let offset = start;
    for (;;) {
      const next = skipBlanks(source, offset);
      if (source[next] === ">") return { end: next + 1, empty: false };
      if (source.startsWith("/>", next)) return { end: next + 2, empty: true };
      if (next === offset) throw invalidXml(source, offset, "a faulty or unfinished start tag");
      offset = this.#checkAttribute(next, names);
      this.attributes += 1;
      this.countNode(next);
      if (names.size > limits.attributes) throw tooMuch(source, next, `more than ${limits.attributes} attributes`);
    }
  }
}

/** Steps over a comment or CDATA section. @returns the offset after it. */
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
  throw invalidXml(source, offset, "a < that does not begin a tag");
}

/**
 * Checks the XML declaration.
 * @returns the offset after it, 0 when there is none.
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

/**
 * Checks a whole document whose characters are legal ones. fast-xml-parser takes much that is not XML: two roots,
 * undefined entities, unclosed elements, `]]>`, control characters.
 * @throws OcciError INVALID_XML with line and column of the first fault.
 */
export function checkXml(source: string, limits: XmlLimits): CheckedXml {
  const checker = new Checker(source, limits);
  const open: string[] = [];
  const start = checkDeclaration(source);
  let offset = start;
  for (;;) {
    const next = source.indexOf("<", offset);
    checker.checkText(offset, next < 0 ? source.length : next, open.length > 0);
    if (next < 0) break;
    if (source[next + 1] === "/") {
      offset = checker.checkEndTag(next, open.pop());
      continue;
    }
    const nameEnd = checker.endOfName(next + 1);
    checker.countNode(next);
    if (nameEnd === next + 1) {
      offset = skipSection(source, next, open.length > 0);
      continue;
    }
    if (checker.elements > 0 && open.length === 0) throw invalidXml(source, next, "more than one root element");
    if (open.length >= limits.depth) throw tooMuch(source, next, `more than ${limits.depth} levels of elements`);
    const tag = checker.checkStartTag(nameEnd);
    checker.elements += 1;
    if (!tag.empty) open.push(source.slice(next + 1, nameEnd));
    checker.countMarkup(next, tag.end - next);
    offset = tag.end;
  }
  if (open.length > 0) throw invalidXml(source, source.length, "it ends before its last end tag");
  if (checker.elements === 0) throw invalidXml(source, source.length, "there is no element");
  return { elements: checker.elements, attributes: checker.attributes, start };
}
