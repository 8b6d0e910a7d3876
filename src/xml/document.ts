/**
 * Documents in the plain form that oned writes: elements without attributes, each with other elements or with one text.
 * Such a document is checked in one pass and its elements are found by their offsets: of the some hundred elements of a
 * machine most are never asked for, and only those that are become strings. A document of any other form is left
 * to Bun's parser, so that there is one judge of what is well-formed.
 */

import { decodeSlice } from "./pool-bytes.ts";

/** Numbers of an element: its name, its content, what the content is, the element behind it. */
export const ROW = 6;
export const NAME_START = 0;
export const NAME_END = 1;
export const START = 2;
export const END = 3;
export const KIND = 4;
export const NEXT = 5;

export const TEXT = 0;
/** Text with references. */
const ENCODED = 1;
export const ELEMENTS = 2;
/** Bytes of a payload that is still encoded, each a character: a text, and the inside of a CDATA section. */
export const RAW_TEXT = 3;
export const RAW_CDATA = 4;

const DEEPEST = 64;
/** In place of an offset: the document is not of the plain form. */
const OTHER_FORM = -1;

const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const SLASH = 0x2f;
const EXCLAMATION = 0x21;
const AMPERSAND = 0x26;
const CDATA = "<![CDATA[";
const CDATA_END = "]]>";

/**
 * The constructs that a character may be part of; a document with other characters, or with some beyond this table, is
 * left to Bun's parser.
 */
const NAME = 1;
const NAME_START_CHARACTER = 2;
const BLANK = 4;
const PLAIN = 8;
const CLASSES = new Uint8Array(128).fill(PLAIN, 0x20, 0x7f);
// Without a pattern for each character: every start pays for it.
function classify(characters: string, classes: number): void {
  for (let index = 0; index < characters.length; index++) CLASSES[characters.charCodeAt(index)] = PLAIN | classes;
}
classify(" \t\n", BLANK);
classify("-.0123456789", NAME);
classify("ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz", NAME | NAME_START_CHARACTER);

/** Beyond ASCII: not what XML forbids, nor halves of characters. */
function isPlain(code: number): boolean {
  return code < 128 ? ((CLASSES[code] as number) & PLAIN) !== 0 : code >= 0xa0 && code < 0xd800;
}

const REFERENCE = /^&(?:lt|gt|amp|quot|apos);/;
const LONGEST_REFERENCE = 6;
const CHARACTERS: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** An element with other elements in it. */
export class Branch {
  // Not #private: two elements that are compared, in a test, must not be the same for what cannot be seen of them.
  private readonly text: string;
  private readonly rows: Int32Array;
  private readonly at: number;

  constructor(text: string, rows: Int32Array, at: number) {
    this.text = text;
    this.rows = rows;
    this.at = at;
  }

  /** The first child of a name. */
  first(name: string): string | Branch | undefined {
    const row = this.#find(name, this.at + ROW);
    return row < 0 ? undefined : this.#content(row);
  }

  /** All children of a name. */
  all(name: string): (string | Branch)[] {
    const found: (string | Branch)[] = [];
    for (let row = this.#find(name, this.at + ROW); row >= 0; row = this.#find(name, this.rows[row + NEXT] as number)) {
      found.push(this.#content(row));
    }
    return found;
  }

  /** Where the contents of the children of a name begin and end, in the text that the element is of. */
  places(name: string): (readonly [start: number, end: number])[] {
    const found: (readonly [number, number])[] = [];
    for (let row = this.#find(name, this.at + ROW); row >= 0; row = this.#find(name, this.rows[row + NEXT] as number)) {
      found.push([this.rows[row + START] as number, this.rows[row + END] as number]);
    }
    return found;
  }

  /** The children as name and element; those of one name stand together, where the first of them is. */
  entries(): (readonly [string, string | Branch])[] {
    const found: (readonly [string, string | Branch])[] = [];
    const names = new Set<string>();
    const rows = this.rows;
    const end = rows[this.at + NEXT] as number;
    for (let row = this.at + ROW; row < end; row = rows[row + NEXT] as number) {
      const name = this.text.slice(rows[row + NAME_START], rows[row + NAME_END]);
      names.add(name);
      found.push([name, this.#content(row)]);
    }
    if (names.size === found.length) return found;
    const byName = Map.groupBy(found, ([name]) => name);
    return [...byName.values()].flat();
  }

  /**
   * Puts the texts of the children into a map, by name: of those that come twice the last, unless that is an element.
   */
  texts(into: Map<string, string>): void {
    const rows = this.rows;
    const end = rows[this.at + NEXT] as number;
    for (let row = this.at + ROW; row < end; row = rows[row + NEXT] as number) {
      const name = this.text.slice(rows[row + NAME_START], rows[row + NAME_END]);
      if (rows[row + KIND] === ELEMENTS) into.delete(name);
      else into.set(name, contentOf(this.text, rows, row));
    }
  }

  /** The row of the next child of a name, from a child's row on; -1 when there is none. */
  #find(name: string, from: number): number {
    const { rows, text } = this;
    const { length } = name;
    const first = name.charCodeAt(0);
    const end = rows[this.at + NEXT] as number;
    for (let row = from; row < end; row = rows[row + NEXT] as number) {
      const start = rows[row + NAME_START] as number;
      if ((rows[row + NAME_END] as number) - start !== length || text.charCodeAt(start) !== first) continue;
      if (text.startsWith(name, start)) return row;
    }
    return -1;
  }

  #content(row: number): string | Branch {
    const rows = this.rows;
    if (rows[row + KIND] === ELEMENTS) return new Branch(this.text, rows, row);
    return contentOf(this.text, rows, row);
  }
}

function contentOf(text: string, rows: Int32Array, row: number): string {
  const content = text.slice(rows[row + START], rows[row + END]);
  const kind = rows[row + KIND];
  if (kind === TEXT) return content;
  if (kind === ENCODED) return withCharacters(content);
  const bytes = Buffer.from(content, "latin1");
  const decoded = decodeSlice(bytes, 0, bytes.length);
  return kind === RAW_CDATA ? decoded : withCharacters(decoded);
}

function withCharacters(content: string): string {
  return content.replace(/&([a-z]+);/g, (_, name: string) => CHARACTERS[name] as string);
}

// Shared by all documents: each fills it and takes a copy of what is its own without giving the event loop a turn.
const scratch = new Int32Array(ROW * 1024);

/** Goes through a document once, and notes where its elements are. */
class Indexer {
  readonly #text: string;
  #rows = scratch;
  #size = 0;
  readonly #open = new Int32Array(DEEPEST);
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** @returns the rows; undefined when the document is not of the plain form. */
  run(): Int32Array | undefined {
    const { length } = this.#text;
    let offset = 0;
    do {
      offset = this.#text.charCodeAt(offset + 1) === SLASH ? this.#endTag(offset) : this.#startTag(offset);
      if (offset === OTHER_FORM) return undefined;
    } while (this.#depth > 0);
    return offset === length ? this.#rows.slice(0, this.#size) : undefined;
  }

  /** The start tag at an offset, and the text behind it. @returns the offset of the next tag, or `OTHER_FORM`. */
  #startTag(tag: number): number {
    const text = this.#text;
    let offset = tag + 1;
    if (text.charCodeAt(tag) !== LESS_THAN || !hasClass(text.charCodeAt(offset), NAME_START_CHARACTER))
      return OTHER_FORM;
    while (hasClass(text.charCodeAt(offset), NAME)) offset += 1;
    const row = this.#newRow(tag + 1, offset);
    if (text.charCodeAt(offset) === SLASH) {
      if (text.charCodeAt(offset + 1) !== GREATER_THAN) return OTHER_FORM;
      this.#close(row, offset, offset);
      return this.#depth === 0 ? offset + 2 : this.#blanks(offset + 2);
    }
    if (text.charCodeAt(offset) !== GREATER_THAN || this.#depth === DEEPEST) return OTHER_FORM;
    this.#open[this.#depth++] = row;
    return this.#content(row, offset + 1);
  }

  /** Text of an element, or blanks in front of its first child. */
  #content(row: number, start: number): number {
    const text = this.#text;
    if (text.charCodeAt(start) === LESS_THAN && text.charCodeAt(start + 1) === EXCLAMATION)
      return this.#cdata(row, start);
    const rows = this.#rows;
    let offset = start;
    let blank = true;
    for (;;) {
      const code = text.charCodeAt(offset);
      if (code === LESS_THAN) break;
      if (!isPlain(code) || code === GREATER_THAN) return OTHER_FORM;
      if (code === AMPERSAND) {
        if (!REFERENCE.test(text.slice(offset, offset + LONGEST_REFERENCE))) return OTHER_FORM;
        rows[row + KIND] = ENCODED;
      }
      blank &&= hasClass(code, BLANK);
      offset += 1;
    }
    if (text.charCodeAt(offset + 1) === SLASH) {
      rows[row + START] = start;
      rows[row + END] = offset;
      return offset;
    }
    rows[row + KIND] = ELEMENTS;
    return blank ? offset : OTHER_FORM;
  }

  /** A CDATA section that is all that an element has. */
  #cdata(row: number, start: number): number {
    const text = this.#text;
    if (!text.startsWith(CDATA, start)) return OTHER_FORM;
    const end = text.indexOf(CDATA_END, start + CDATA.length);
    if (end < 0) return OTHER_FORM;
    for (let offset = start + CDATA.length; offset < end; offset++)
      if (!isPlain(text.charCodeAt(offset))) return OTHER_FORM;
    this.#rows[row + START] = start + CDATA.length;
    this.#rows[row + END] = end;
    const behind = end + CDATA_END.length;
    return text.charCodeAt(behind) === LESS_THAN && text.charCodeAt(behind + 1) === SLASH ? behind : OTHER_FORM;
  }

  /** The end tag at an offset, and the blanks behind it. */
  #endTag(tag: number): number {
    const text = this.#text;
    const rows = this.#rows;
    if (this.#depth === 0) return OTHER_FORM;
    const row = this.#open[--this.#depth] as number;
    let offset = tag + 2;
    for (let name = rows[row + NAME_START] as number; name < (rows[row + NAME_END] as number); name++, offset++) {
      if (text.charCodeAt(offset) !== text.charCodeAt(name)) return OTHER_FORM;
    }
    if (text.charCodeAt(offset) !== GREATER_THAN) return OTHER_FORM;
    rows[row + NEXT] = this.#size;
    return this.#depth === 0 ? offset + 1 : this.#blanks(offset + 1);
  }

  /** Behind a child: text there would stand beside elements. */
  #blanks(start: number): number {
    let offset = start;
    while (hasClass(this.#text.charCodeAt(offset), BLANK)) offset += 1;
    return this.#text.charCodeAt(offset) === LESS_THAN ? offset : OTHER_FORM;
  }

  #newRow(nameStart: number, nameEnd: number): number {
    const row = this.#size;
    this.#size += ROW;
    if (this.#size > this.#rows.length) {
      const larger = new Int32Array(this.#rows.length * 4);
      larger.set(this.#rows);
      this.#rows = larger;
    }
    this.#rows[row + NAME_START] = nameStart;
    this.#rows[row + NAME_END] = nameEnd;
    this.#rows[row + KIND] = TEXT;
    return row;
  }

  #close(row: number, start: number, end: number): void {
    this.#rows[row + START] = start;
    this.#rows[row + END] = end;
    this.#rows[row + NEXT] = this.#size;
  }
}

/** False for what is beyond the document, too: there the code is NaN. */
function hasClass(code: number, wanted: number): boolean {
  return code < 128 && ((CLASSES[code] as number) & wanted) !== 0;
}

/**
 * The root element of a document, whatever it is called.
 * @returns undefined when the document is not of the plain form, well-formed or not.
 */
export function plainDocument(text: string): string | Branch | undefined {
  const rows = new Indexer(text).run();
  if (rows === undefined) return undefined;
  return rows[KIND] === ELEMENTS ? new Branch(text, rows, 0) : contentOf(text, rows, 0);
}
