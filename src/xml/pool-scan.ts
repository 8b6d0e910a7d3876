/**
 * Finds the records of a pool answer in its encoded bytes, and checks the structure of all of it on the way: every tag
 * is closed by its own end tag, CDATA sections end, references are known. User text stands in CDATA and can hold
 * anything, `<VM>` included, so nothing is searched for: every byte is stepped over once, by what it means.
 */
import { isUtf8 } from "node:buffer";
import { type Asked, AskedRows } from "./asked.ts";
import type { Branch } from "./document.ts";
import { AMPERSAND, damagedPool, NAME_BYTES, REMARKABLE, referenceAt, SLASH, STOPS, standsAt } from "./pool-bytes.ts";

const LT = Buffer.from("&lt;");
const GT = Buffer.from("&gt;");
const CDATA = Buffer.from("&lt;![CDATA[");
const SELF_CLOSED = Buffer.from("/&gt;");
const BRACKET = 0x5d;
const LETTER_L = 0x6c;
const LETTER_G = 0x67;
const MAX_DEPTH = 64;

/** Numbers per record: its start and end, content of its first ID child and of its first NAME child (0 when absent). */
const FIELDS = 6;
const ID = Buffer.from("ID&gt;");
const NAME = Buffer.from("NAME&gt;");

export interface PoolShape {
  /** Element of the pool, `VM_POOL`. */
  readonly root: string;
  /** Element of its records, `VM`. */
  readonly element: string;
  /** Elements that may stand between the records and are left out: `QUOTAS` of a user pool. */
  readonly siblings?: readonly string[];
  /** The elements of each record that will be read, where that is not all of it. */
  readonly asked?: Exclude<Asked, true> | undefined;
}

/** An element on the way through it. */
interface Scan {
  /** Whether it is a record, or something that may stand between the records. */
  readonly isRecord: boolean;
  readonly start: number;
  depth: number;
  /** Where the end of ID's or NAME's content is put; -1 outside of them. */
  field: number;
  /** Where the content of the CDATA section begins; -1 outside of one. */
  cdata: number;
}

export class PoolScanner {
  readonly #bytes: Uint8Array;
  readonly #root: Uint8Array;
  readonly #element: Uint8Array;
  readonly #siblings: readonly Uint8Array[];
  /** Where the names of the open elements start. */
  readonly #open = new Int32Array(MAX_DEPTH);
  #fields = new Int32Array(FIELDS * 64);
  #count = 0;
  #offset = 0;
  #done = false;
  #scan: Scan | undefined;
  readonly #asked: AskedRows | undefined;
  /** The same while a record is scanned. */
  #notes: AskedRows | undefined;
  readonly #stops: Uint8Array;

  /** @throws OcciError ONED_DAMAGED_ANSWER when the payload is not one pool element from its first to its last byte. */
  constructor(bytes: Uint8Array, shape: PoolShape) {
    this.#bytes = bytes;
    this.#root = Buffer.from(shape.root);
    this.#element = Buffer.from(shape.element);
    this.#siblings = (shape.siblings ?? []).map((name) => Buffer.from(name));
    this.#asked = shape.asked === undefined ? undefined : new AskedRows(bytes, shape.asked);
    this.#stops = shape.asked === undefined ? STOPS : REMARKABLE;
    if (!isUtf8(bytes)) throw damagedPool("bytes that are not UTF-8", 0);
    const open = Buffer.from(`&lt;${shape.root}&gt;`);
    const close = Buffer.from(`&lt;/${shape.root}&gt;`);
    const empty = Buffer.from(`&lt;${shape.root}/&gt;`);
    if (bytes.length === empty.length && standsAt(bytes, 0, empty)) {
      this.#done = true;
      return;
    }
    if (!standsAt(bytes, 0, open)) throw damagedPool(`no start of ${shape.root}`, 0);
    // Looked at before the first record is used: an answer that was cut lacks its end. A look at an offset below 0
    // would slow down all later ones: the compiler takes bytes to be within bounds until then.
    const end = bytes.length - close.length;
    if (end < open.length || !standsAt(bytes, end, close)) throw damagedPool(`no end of ${shape.root}`, bytes.length);
    this.#offset = open.length;
  }

  get count(): number {
    return this.#count;
  }

  /** Offset number `field` of a record: 0 and 1 its start and end, 2 and 3 those of ID's content, 4 and 5 of NAME's. */
  field(record: number, field: number): number {
    return this.#fields[record * FIELDS + field] as number;
  }

  /** The requested parts of a record; undefined for one that must be read as a whole. */
  asked(record: number): Branch | undefined {
    return this.#asked?.record(record, this.field(record, 0), this.field(record, 1));
  }

  /**
   * Scans about so many bytes more: an element can be longer.
   * @returns whether the end was reached.
   * @throws OcciError ONED_DAMAGED_ANSWER for anything but whole records and, perhaps, the siblings named.
   */
  advance(byteCount: number): boolean {
    const bytes = this.#bytes;
    const until = this.#offset + byteCount;
    while (!this.#done && this.#offset < until) {
      if (this.#scan !== undefined) {
        if (this.#goOn(this.#scan, until)) this.#ended(this.#scan);
        continue;
      }
      const offset = this.#offset;
      if (!standsAt(bytes, offset, LT)) throw damagedPool("something between two records", offset);
      if (bytes[offset + 4] === SLASH) this.#endPool(offset);
      else this.#scan = this.#begin(offset);
    }
    return this.#done;
  }

  #begin(start: number): Scan {
    const isRecord = this.#named(start + 4, this.#element);
    if (!isRecord && !this.#siblings.some((name) => this.#named(start + 4, name))) {
      throw damagedPool("an element that is not a record", start);
    }
    if (isRecord && (this.#count + 1) * FIELDS > this.#fields.length) {
      const larger = new Int32Array(this.#fields.length * 2);
      larger.set(this.#fields);
      this.#fields = larger;
    }
    this.#notes = isRecord ? this.#asked : undefined;
    this.#notes?.begin(start);
    return { isRecord, start, depth: 0, field: -1, cdata: -1 };
  }

  #ended({ isRecord, start }: Scan): void {
    this.#scan = undefined;
    if (!isRecord) return;
    this.#asked?.end(this.#offset);
    const at = this.#count * FIELDS;
    this.#fields[at] = start;
    this.#fields[at + 1] = this.#offset;
    this.#count += 1;
  }

  #named(offset: number, name: Uint8Array): boolean {
    return standsAt(this.#bytes, offset, name) && NAME_BYTES[this.#bytes[offset + name.length] as number] === 0;
  }

  #endPool(offset: number): void {
    const end = offset + LT.length + 1 + this.#root.length + GT.length;
    if (!this.#named(offset + 5, this.#root) || end !== this.#bytes.length) {
      throw damagedPool("an end tag without its start tag", offset);
    }
    this.#done = true;
  }

  /** Goes on in an element from `#offset`. @returns false when it was left for a while, behind `until`. */
  #goOn(scan: Scan, until: number): boolean {
    while (this.#throughText(scan, until)) {
      // Here always at the `&lt;` of a tag or CDATA section.
      const first = this.#bytes[this.#offset + LT.length];
      if (first === SLASH) {
        if (this.#endTag(scan)) return true;
      } else if (first === 0x21) {
        if (!standsAt(this.#bytes, this.#offset, CDATA)) throw damagedPool("a declaration", this.#offset);
        this.#notes?.section(scan.depth - 1, this.#offset);
        this.#offset += CDATA.length;
        scan.cdata = this.#offset;
      } else if (this.#startTag(scan)) return true;
    }
    return false;
  }

  /** @returns whether the next tag was reached. */
  #throughText(scan: Scan, until: number): boolean {
    if (scan.depth === 0) return true;
    if (scan.cdata >= 0) {
      this.#offset = this.#skipCdata(this.#offset, scan, until);
      if (scan.cdata >= 0) return false;
    }
    const start = this.#offset;
    this.#offset = this.#skipText(start, until);
    if (this.#offset > start) this.#notes?.text(scan.depth - 1, start, this.#offset);
    return this.#offset < until && standsAt(this.#bytes, this.#offset, LT);
  }

  /** @returns whether it ends the element that is scanned. */
  #endTag(scan: Scan): boolean {
    scan.depth -= 1;
    this.#notes?.endTag(scan.depth, this.#offset);
    if (scan.depth === 1 && scan.field >= 0) {
      this.#fields[scan.field + 1] = this.#offset;
      scan.field = -1;
    }
    this.#offset = this.#matchEndTag(this.#offset, this.#open[scan.depth] as number);
    return scan.depth === 0;
  }

  /** @returns whether the element that is scanned is this one, and empty. */
  #startTag(scan: Scan): boolean {
    const bytes = this.#bytes;
    const name = this.#offset + LT.length;
    const offset = this.#skipName(name);
    if (bytes[offset] === SLASH) {
      if (!standsAt(bytes, offset, SELF_CLOSED)) throw damagedPool("a faulty start tag", offset);
      this.#notes?.startTag(scan.depth, name, offset, offset);
      this.#notes?.endTag(scan.depth, offset);
      this.#offset = offset + SELF_CLOSED.length;
      return scan.depth === 0;
    }
    if (!standsAt(bytes, offset, GT)) throw damagedPool("a faulty start tag", offset);
    this.#offset = offset + GT.length;
    if (scan.depth >= MAX_DEPTH) throw damagedPool("elements nested too deeply", offset);
    this.#notes?.startTag(scan.depth, name, offset, this.#offset);
    if (scan.depth === 1 && scan.isRecord) scan.field = this.#fieldOf(name, this.#offset, this.#count * FIELDS);
    this.#open[scan.depth++] = name;
    return false;
  }

  /**
   * Notes where the content of the record's first ID or NAME starts. @returns where its end belongs, -1 for another.
   */
  #fieldOf(name: number, content: number, at: number): number {
    const isId = standsAt(this.#bytes, name, ID);
    if (!isId && !standsAt(this.#bytes, name, NAME)) return -1;
    const field = at + (isId ? 2 : 4);
    if (this.#fields[field] !== 0) return -1;
    this.#fields[field] = content;
    return field;
  }

  #skipName(start: number): number {
    const bytes = this.#bytes;
    const first = bytes[start] as number;
    // A digit, `-` or `.` begins no name.
    if (NAME_BYTES[first] !== 1 || first < 0x41) throw damagedPool("a faulty tag", start);
    let offset = start + 1;
    let all = first;
    while (NAME_BYTES[bytes[offset] as number] === 1) all |= bytes[offset++] as number;
    if (all >= 0x80) this.#notes?.notPlain();
    return offset;
  }

  /** Checks that an end tag closes the element whose name starts at `name`. @returns the offset after it. */
  #matchEndTag(tag: number, name: number): number {
    const bytes = this.#bytes;
    let offset = tag + LT.length + 1;
    let other = name;
    while (bytes[offset] !== AMPERSAND && bytes[offset] === bytes[other]) {
      offset += 1;
      other += 1;
    }
    if (NAME_BYTES[bytes[other] as number] === 1 || !standsAt(bytes, offset, GT)) {
      throw damagedPool("an end tag without its start tag", tag);
    }
    return offset + GT.length;
  }

  /** Steps over character data. @returns the offset of the next `&lt;`, or one behind `until`. */
  #skipText(start: number, until: number): number {
    const bytes = this.#bytes;
    let offset = start;
    for (;;) {
      if (offset >= until) return offset;
      while (this.#stops[bytes[offset] as number] === 0) offset += 1;
      if (bytes[offset] !== AMPERSAND) {
        offset = this.#skipRemarkable(offset);
        continue;
      }
      if (bytes[offset + 1] === LETTER_L && standsAt(bytes, offset, LT)) return offset;
      this.#notes?.reference(offset);
      offset = this.#skipReference(offset);
      // An unescaped `>` of the document: text may hold it, but not behind `]]`.
      if (bytes[offset - 3] === LETTER_G && this.#isCdataEnd(offset - GT.length)) {
        throw damagedPool("the end of a CDATA section that never began", offset);
      }
    }
  }

  /** Steps over a CDATA section. @returns the offset after its end, which the scan notes, or one behind `until`. */
  #skipCdata(start: number, scan: Scan, until: number): number {
    const bytes = this.#bytes;
    let offset = start;
    for (;;) {
      if (offset >= until) return offset;
      while (this.#stops[bytes[offset] as number] === 0) offset += 1;
      if (bytes[offset] !== AMPERSAND) {
        offset = this.#skipRemarkable(offset);
        continue;
      }
      if (bytes[offset + 1] === LETTER_G && offset - scan.cdata >= 2 && this.#isCdataEnd(offset)) {
        scan.cdata = -1;
        return offset + GT.length;
      }
      this.#notes?.sectionReference(offset);
      offset = this.#skipReference(offset);
    }
  }

  /** A byte that is not part of a reference, and not plain. @returns the offset of the next. */
  #skipRemarkable(offset: number): number {
    const byte = this.#bytes[offset] as number;
    if (STOPS[byte] !== 0 || offset >= this.#bytes.length)
      throw damagedPool("a byte that is not allowed there", offset);
    this.#notes?.remarkable(byte);
    return offset + 1;
  }

  /** Whether `]]&gt;` ends at the `&gt;` of that offset. */
  #isCdataEnd(offset: number): boolean {
    const bytes = this.#bytes;
    return bytes[offset - 1] === BRACKET && bytes[offset - 2] === BRACKET && standsAt(bytes, offset, GT);
  }

  #skipReference(offset: number): number {
    const reference = referenceAt(this.#bytes, offset);
    if (reference === undefined) throw damagedPool("a faulty reference", offset);
    return offset + reference.length;
  }
}
