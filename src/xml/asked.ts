/**
 * Which elements of a record are read. The scanner of a pool goes over every byte once, to find the records and to
 * check their structure; where it is told what is asked for, it notes the places of these elements on the way. The
 * others are never decoded, and never made into anything.
 *
 * Only records of the plain form that `document.ts` describes are read so. For any other record the notes are of
 * no use, and its whole source goes the usual way: so there is one judge of what a record holds.
 */
import {
  Branch,
  ELEMENTS,
  END,
  KIND,
  NAME_END,
  NAME_START,
  NEXT,
  RAW_CDATA,
  RAW_TEXT,
  ROW,
  START,
  TEXT,
} from "./document.ts";
import { standsAt } from "./pool-bytes.ts";
import { SMALL } from "./trim.ts";

/** All of an element, or the children of it that have these names. */
export type Asked = true | { readonly [name: string]: Asked };

/** The children that are asked for, found by the bytes of a name. */
class Children {
  readonly #names: readonly Uint8Array[];
  readonly #below: readonly (Children | true)[];
  /**
   * By length and ends of a name: the last of those that have them, counted from 1, and by that number the one before.
   */
  readonly #first = new Uint8Array(64);
  readonly #before: Uint8Array;

  constructor(asked: Exclude<Asked, true>) {
    const entries = Object.entries(asked);
    this.#names = entries.map(([name]) => Buffer.from(name));
    this.#below = entries.map(([, below]) => (below === true ? true : new Children(below)));
    this.#before = new Uint8Array(entries.length + 1);
    for (const [index, name] of this.#names.entries()) {
      const key = keyOf(name, 0, name.length);
      this.#before[index + 1] = this.#first[key] as number;
      this.#first[key] = index + 1;
    }
  }

  /** The requested part of the child whose name is between two offsets; undefined for one that is not requested. */
  below(bytes: Uint8Array, start: number, end: number): Children | true | undefined {
    for (
      let number = this.#first[keyOf(bytes, start, end)] as number;
      number > 0;
      number = this.#before[number] as number
    ) {
      const name = this.#names[number - 1] as Uint8Array;
      if (name.length === end - start && standsAt(bytes, start, name)) return this.#below[number - 1];
    }
    return undefined;
  }
}

function keyOf(bytes: Uint8Array, start: number, end: number): number {
  return ((end - start) * 5 + (bytes[start] as number) * 3 + (bytes[end - 1] as number)) & 63;
}

const AMP = Buffer.from("&amp;");
const HASH = 0x23;
const NAMED = ["lt;", "gt;", "amp;", "quot;", "apos;"].map((name) => Buffer.from(name));

const MAX_DEPTH = 64;
/** The content of an element so far. */
const NOTHING = 0;
const SOME_TEXT = 1;
const A_SECTION = 2;
const SOME_ELEMENTS = 3;

const CDATA_LENGTH = "&lt;![CDATA[".length;
const CDATA_END_LENGTH = "]]&gt;".length;

/** Notes where the elements are that are asked for, as the scanner comes by them. */
export class AskedRows {
  readonly #bytes: Uint8Array;
  readonly #root: Children;
  #rows = new Int32Array(ROW * 1024);
  #size = 0;
  /** Where the rows of each record begin; behind the last one where the next is going to. */
  #records = new Int32Array(256);
  #count = 0;
  /** Where the record begins that is scanned: offsets are counted from there. */
  #start = 0;
  /** By depth: what is asked for inside of the element, its row or -1, what it holds, where its content begins. */
  readonly #below: (Children | true | undefined)[] = [];
  readonly #row = new Int32Array(MAX_DEPTH);
  readonly #holds = new Uint8Array(MAX_DEPTH);
  readonly #content = new Int32Array(MAX_DEPTH);
  #isPlain = true;
  /** Whether the text since the last tag holds a reference, or a character that is not ASCII. */
  #isRaw = false;

  /** @param bytes of the pool. */
  constructor(bytes: Uint8Array, asked: Exclude<Asked, true>) {
    this.#bytes = bytes;
    this.#root = new Children(asked);
  }

  /** A record begins: its own start tag comes next. */
  begin(start: number): void {
    this.#start = start;
    this.#isPlain = true;
    if (this.#count + 2 > this.#records.length) this.#records = larger(this.#records);
    this.#records[this.#count] = this.#size;
  }

  /** The record is over. @param end behind it. */
  end(end: number): void {
    // No rows: it is read as a whole, a large one cut.
    if (!this.#isPlain || end - this.#start > SMALL) this.#size = this.#records[this.#count] as number;
    this.#count += 1;
    this.#records[this.#count] = this.#size;
  }

  /**
   * A record by its number.
   * @returns undefined for one that has to be read as a whole.
   */
  record(number: number, start: number, end: number): Branch | undefined {
    const [from, to] = [this.#records[number] as number, this.#records[number + 1] as number];
    if (this.#rows[from + KIND] !== ELEMENTS || from === to) return undefined;
    const { buffer, byteOffset } = this.#bytes;
    const text = Buffer.from(buffer, byteOffset + start, end - start).toString("latin1");
    return new Branch(text, this.#rows.subarray(from, to), 0);
  }

  /** The record holds something that is not of the plain form. */
  notPlain(): void {
    this.#isPlain = false;
  }

  /**
   * A byte of a text or section that must be decoded, or is not plain: the beginnings of what is beyond the plain
   * characters.
   */
  remarkable(byte: number): void {
    this.#isRaw = true;
    if (byte === 0x7f || byte === 0xc2 || byte >= 0xed) this.#isPlain = false;
  }

  /** A reference in a text, other than that which begins a tag: once decoded it may be a reference again. */
  reference(offset: number): void {
    this.#isRaw = true;
    const bytes = this.#bytes;
    if (standsAt(bytes, offset, AMP)) {
      if (!NAMED.some((name) => standsAt(bytes, offset + AMP.length, name))) this.#isPlain = false;
    } else if (bytes[offset + 1] === HASH) this.#isPlain = false;
  }

  /** A reference in a CDATA section. */
  sectionReference(offset: number): void {
    this.#isRaw = true;
    if (this.#bytes[offset + 1] === HASH) this.#isPlain = false;
  }

  /** A start tag. @param depth of the element, 0 for the record. @param content where it begins. */
  startTag(depth: number, nameStart: number, nameEnd: number, content: number): void {
    this.#isRaw = false;
    this.#content[depth] = content;
    this.#holds[depth] = NOTHING;
    const outer = depth === 0 ? undefined : this.#holding(depth - 1, SOME_ELEMENTS);
    const below = depth === 0 ? this.#root : outer === true ? true : outer?.below(this.#bytes, nameStart, nameEnd);
    this.#below[depth] = below;
    this.#row[depth] = below === undefined ? -1 : this.#newRow(nameStart, nameEnd);
  }

  /** Text between two tags, or a part of it. */
  text(depth: number, start: number, end: number): void {
    if (!this.#isBlank(start, end)) this.#holding(depth, SOME_TEXT);
    else if (this.#holds[depth] === A_SECTION) this.#isPlain = false;
  }

  /** A CDATA section begins. @param start of its start. */
  section(depth: number, start: number): void {
    if (start !== this.#content[depth]) this.#isPlain = false;
    this.#holding(depth, A_SECTION);
  }

  /** An end tag. @param start of the tag. */
  endTag(depth: number, start: number): void {
    const row = this.#row[depth] as number;
    if (row >= 0) this.#close(row, depth, start);
  }

  /** Notes that an element holds something of a kind. @returns what is asked for inside of it. */
  #holding(depth: number, kind: number): Children | true | undefined {
    const before = this.#holds[depth];
    if (before !== NOTHING && before !== kind) this.#isPlain = false;
    this.#holds[depth] = kind;
    return this.#below[depth];
  }

  #isBlank(start: number, end: number): boolean {
    const bytes = this.#bytes;
    for (let offset = start; offset < end; offset++) {
      const byte = bytes[offset];
      if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0a) return false;
    }
    return true;
  }

  #newRow(nameStart: number, nameEnd: number): number {
    const row = this.#size;
    this.#size += ROW;
    if (this.#size > this.#rows.length) this.#rows = larger(this.#rows);
    this.#rows[row + NAME_START] = nameStart - this.#start;
    this.#rows[row + NAME_END] = nameEnd - this.#start;
    return row;
  }

  #close(row: number, depth: number, end: number): void {
    const rows = this.#rows;
    const isSection = this.#holds[depth] === A_SECTION;
    const content = (this.#content[depth] as number) - this.#start;
    rows[row + START] = isSection ? content + CDATA_LENGTH : content;
    rows[row + END] = end - this.#start - (isSection ? CDATA_END_LENGTH : 0);
    rows[row + KIND] = this.#kindOf(depth);
    rows[row + NEXT] = this.#size - (this.#records[this.#count] as number);
  }

  #kindOf(depth: number): number {
    const holds = this.#holds[depth];
    if (holds === SOME_ELEMENTS) return ELEMENTS;
    if (!this.#isRaw) return TEXT;
    return holds === A_SECTION ? RAW_CDATA : RAW_TEXT;
  }
}

function larger(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(array.length * 2);
  copy.set(array);
  return copy;
}
