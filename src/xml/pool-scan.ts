/**
 * Finds the records of a pool answer in its encoded bytes, and checks the structure of all of it on the way: every tag is
 * closed by its own end tag, CDATA sections end, references are known. User text stands in CDATA and can hold anything,
 * `<VM>` included, so nothing is searched for: every byte is stepped over once, by what it means.
 */
import { isUtf8 } from "node:buffer";
import { AMPERSAND, damagedPool, NAME_BYTES, referenceAt, SLASH, STOPS, standsAt } from "./pool-bytes.ts";

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
const NAMED_CHILDREN = [Buffer.from("ID&gt;"), Buffer.from("NAME&gt;")] as const;

export interface PoolShape {
  /** Element of the pool, `VM_POOL`. */
  readonly root: string;
  /** Element of its records, `VM`. */
  readonly element: string;
  /** Elements that may stand between the records and are left out: `QUOTAS` of a user pool. */
  readonly siblings?: readonly string[];
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

  /** @throws OcciError ONED_DAMAGED_ANSWER when the payload is not one pool element from its first to its last byte. */
  constructor(bytes: Uint8Array, shape: PoolShape) {
    this.#bytes = bytes;
    this.#root = Buffer.from(shape.root);
    this.#element = Buffer.from(shape.element);
    this.#siblings = (shape.siblings ?? []).map((name) => Buffer.from(name));
    if (!isUtf8(bytes)) throw damagedPool("bytes that are not UTF-8", 0);
    const open = Buffer.from(`&lt;${shape.root}&gt;`);
    const close = Buffer.from(`&lt;/${shape.root}&gt;`);
    const empty = Buffer.from(`&lt;${shape.root}/&gt;`);
    if (bytes.length === empty.length && standsAt(bytes, 0, empty)) {
      this.#done = true;
      return;
    }
    if (!standsAt(bytes, 0, open)) throw damagedPool(`no start of ${shape.root}`, 0);
    // Looked at before the first record is used: an answer that was cut lacks its end.
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

  /**
   * Scans about so many bytes more, at least one element.
   * @returns whether the end was reached.
   * @throws OcciError ONED_DAMAGED_ANSWER for anything but whole records and, perhaps, the siblings named.
   */
  advance(byteCount: number): boolean {
    const bytes = this.#bytes;
    const until = this.#offset + byteCount;
    while (!this.#done && this.#offset < until) {
      const offset = this.#offset;
      if (!standsAt(bytes, offset, LT)) throw damagedPool("something between two records", offset);
      if (bytes[offset + 4] === SLASH) this.#endPool(offset);
      else if (this.#named(offset + 4, this.#element)) this.#offset = this.#scanRecord(offset);
      else if (this.#siblings.some((name) => this.#named(offset + 4, name)))
        this.#offset = this.#scanElement(offset, -1);
      else throw damagedPool("an element that is no record", offset);
    }
    return this.#done;
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

  #scanRecord(start: number): number {
    const at = this.#count * FIELDS;
    if (at + FIELDS > this.#fields.length) {
      const larger = new Int32Array(this.#fields.length * 2);
      larger.set(this.#fields);
      this.#fields = larger;
    }
    const end = this.#scanElement(start, at);
    this.#fields[at] = start;
    this.#fields[at + 1] = end;
    this.#count += 1;
    return end;
  }

  /**
   * Scans one element from its `&lt;`.
   * @param at where the offsets of ID and NAME are put; -1 for nowhere.
   * @returns the offset behind it.
   */
  #scanElement(start: number, at: number): number {
    const bytes = this.#bytes;
    let depth = 0;
    let field = -1;
    let offset = start;
    for (;;) {
      // Here always at the `&lt;` of a tag or CDATA section.
      const first = bytes[offset + 4];
      if (first === SLASH) {
        depth -= 1;
        if (depth === 1 && field >= 0) {
          this.#fields[field + 1] = offset;
          field = -1;
        }
        offset = this.#matchEndTag(offset, this.#open[depth] as number);
        if (depth === 0) return offset;
      } else if (first === 0x21) {
        if (!standsAt(bytes, offset, CDATA)) throw damagedPool("a declaration", offset);
        offset = this.#skipCdata(offset + CDATA.length);
      } else {
        const name = offset + LT.length;
        offset = this.#skipName(name);
        if (bytes[offset] === SLASH) {
          if (!standsAt(bytes, offset, SELF_CLOSED)) throw damagedPool("a faulty start tag", offset);
          offset += SELF_CLOSED.length;
          if (depth === 0) return offset;
        } else {
          if (!standsAt(bytes, offset, GT)) throw damagedPool("a faulty start tag", offset);
          offset += GT.length;
          if (depth >= MAX_DEPTH) throw damagedPool("elements too deep inside each other", offset);
          if (depth === 1 && at >= 0) field = this.#fieldOf(name, offset, at);
          this.#open[depth++] = name;
        }
      }
      offset = this.#skipText(offset);
    }
  }

  /** Notes where the content of the record's first ID or NAME starts. @returns where its end belongs, -1 for another. */
  #fieldOf(name: number, content: number, at: number): number {
    const which = NAMED_CHILDREN.findIndex((text) => standsAt(this.#bytes, name, text));
    if (which < 0) return -1;
    const field = at + 2 + which * 2;
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
    while (NAME_BYTES[bytes[offset] as number] === 1) offset += 1;
    return offset;
  }

  /** Checks that an end tag closes the element whose name starts at `name`. @returns the offset behind it. */
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

  /** Steps over character data. @returns the offset of the next `&lt;`. */
  #skipText(start: number): number {
    const bytes = this.#bytes;
    let offset = start;
    for (;;) {
      while (STOPS[bytes[offset] as number] === 0) offset += 1;
      if (bytes[offset] !== AMPERSAND) throw damagedPool("a byte that cannot stand there", offset);
      if (bytes[offset + 1] === LETTER_L && standsAt(bytes, offset, LT)) return offset;
      offset = this.#skipReference(offset);
      // An unescaped `>` of the document: text may hold it, but not behind `]]`.
      if (bytes[offset - 3] === LETTER_G && this.#isCdataEnd(offset - GT.length)) {
        throw damagedPool("the end of a CDATA section that never began", offset);
      }
    }
  }

  /** Steps over a CDATA section from its content. @returns the offset behind its end. */
  #skipCdata(start: number): number {
    const bytes = this.#bytes;
    let offset = start;
    for (;;) {
      while (STOPS[bytes[offset] as number] === 0) offset += 1;
      if (bytes[offset] !== AMPERSAND) throw damagedPool("a byte that cannot stand there", offset);
      if (bytes[offset + 1] === LETTER_G && offset - start >= 2 && this.#isCdataEnd(offset)) return offset + GT.length;
      offset = this.#skipReference(offset);
    }
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
