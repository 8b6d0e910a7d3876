/**
 * A document of one of oned's objects, cut to what can be read in one go. Users write into their objects whatever they
 * like, in oned itself: hundreds of thousands of attributes, megabytes of text. A small document is taken as it is; of
 * a large one the pieces that are too many are left out, in oned's order, so that the same ones are left out each time.
 */
import { turn } from "../turn.ts";
import { damagedPool, NAME_BYTES, SLASH, standsAt } from "./pool-bytes.ts";
import { has, type XmlRecord } from "./record.ts";

/** Bytes of a document that is taken as it is, encoded as in oned's answers. */
export const SMALL = 64 * 1024;
/** Bytes of a document that is cut. One value may have all of them: BODY_LIMIT lets a user send as much. */
const LARGE = 1280 * 1024;
/**
 * Elements in all parts of one name, such as TEMPLATE. A machine with all that a hypervisor can take has some hundreds.
 */
const ELEMENTS = 2_500;
/** The template of a user holds the user's tags and their members. */
const ELEMENTS_OF_A_USER = 4_000;
/** Children of a list that is inside of a piece: who has which address of a range. */
const LISTED = 200;
const LISTS = Buffer.from("LEASES&gt;");
/** Bytes of a text that stands beside the parts. */
const LONGEST_FIELD = 16 * 1024;
/** Its last records say where a machine is. */
const FROM_THE_END: ReadonlySet<string> = new Set(["HISTORY_RECORDS"]);
/** The documents that users own. All others are the administrator's. */
const ROOTS: ReadonlySet<string> = new Set(["USER", "VM", "IMAGE", "VNET", "SECURITY_GROUP", "VMTEMPLATE"]);
/** The element that names the parts of which something is missing. */
const CUT = "CUT_BY_READER";

/**
 * Longest time without a turn of the event loop, milliseconds, and how many tags lie between two looks at the clock.
 */
const STEP_MS = 4;
const TAGS_PER_LOOK = 256;

const LT = Buffer.from("&lt;");
const GT = Buffer.from("&gt;");
const CDATA = Buffer.from("![CDATA[");
const CDATA_END = Buffer.from("]]&gt;");
const EXCLAMATION = 0x21;

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly elements: number;
  /** The elements that are left out inside it. */
  readonly holes: readonly Range[];
}

interface List {
  readonly depth: number;
  /** Children so far. */
  count: number;
  /** Where the first begins that is too many; 0 while there is none. */
  hole: number;
}

type Range = readonly [start: number, end: number];

/** The name that begins at an offset. */
function nameAt(bytes: Uint8Array, start: number): string {
  let end = start;
  while (NAME_BYTES[bytes[end] as number] === 1) end += 1;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");
}

/** Whether a document, encoded, is one that is cut when it is large. */
function isCuttable(bytes: Uint8Array): boolean {
  return bytes.length > SMALL && standsAt(bytes, 0, LT) && ROOTS.has(nameAt(bytes, LT.length));
}

export interface Trimmed {
  /** The same bytes when nothing was cut. */
  readonly encoded: Uint8Array;
  /** Names of the parts of which something is missing. */
  readonly cut: readonly string[];
}

/**
 * Cuts a document.
 * @param encoded as it stands in the envelope, encoded once.
 * @returns what is left; all of it when it is small, or of an object that no user writes.
 * @throws OcciError ONED_DAMAGED_ANSWER when its tags do not end.
 */
export async function trimmed(encoded: Uint8Array): Promise<Trimmed> {
  if (!isCuttable(encoded)) return { encoded, cut: [] };
  const trimmer = new Trimmer(encoded);
  while (!trimmer.advance()) await turn();
  return trimmer.result();
}

/** Whether something of an object's record is missing: then it must not be written back. */
export function wasCut(record: XmlRecord): boolean {
  return has(record, CUT);
}

class Trimmer {
  readonly #bytes: Buffer;
  readonly #kept: Range[] = [];
  readonly #cut = new Set<string>();
  /** Elements that parts of a name may still have. */
  readonly #left = new Map<string, number>();
  readonly #mostElements: number;
  #bytesLeft = LARGE;
  /** Where the end tag of the document begins. */
  #last = 0;
  #offset = 0;
  #depth = 0;
  #part = { start: 0, content: 0, name: "" };
  #pieces: Piece[] = [];
  #piece = { start: 0, elements: 0 };
  #holes: Range[] = [];
  /** The list that is being counted. */
  #list: List | undefined;

  constructor(encoded: Uint8Array) {
    this.#bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.length);
    this.#mostElements = nameAt(encoded, LT.length) === "USER" ? ELEMENTS_OF_A_USER : ELEMENTS;
  }

  /** @returns whether the end was reached. */
  advance(): boolean {
    const until = performance.now() + STEP_MS;
    for (let tags = 1; ; tags++) {
      if (this.#next()) return true;
      if (tags % TAGS_PER_LOOK === 0 && performance.now() > until) return false;
    }
  }

  /** The rest, with the names of the removed elements as its last element. */
  result(): Trimmed {
    const cut = [...this.#cut];
    if (cut.length === 0) return { encoded: this.#bytes, cut };
    const pieces = this.#kept.map(([start, end]) => this.#bytes.subarray(start, end));
    const marker = Buffer.from(`&lt;${CUT}&gt;${cut.join(" ")}&lt;/${CUT}&gt;`);
    return { encoded: Buffer.concat([...pieces, marker, this.#bytes.subarray(this.#last)]), cut };
  }

  /** Goes on behind the next tag. @returns whether that was the last one. */
  #next(): boolean {
    const bytes = this.#bytes;
    const tag = this.#find(LT, this.#offset);
    const first = tag + LT.length;
    if (bytes[first] === EXCLAMATION) {
      if (!standsAt(bytes, first, CDATA)) throw damagedPool("a declaration", tag);
      this.#offset = this.#find(CDATA_END, first) + CDATA_END.length;
      return false;
    }
    const close = this.#find(GT, first);
    this.#offset = close + GT.length;
    if (bytes[first] === SLASH) {
      this.#depth -= 1;
      this.#ended(tag);
      return this.#depth === 0;
    }
    this.#began(tag, first);
    if (bytes[close - 1] === SLASH) this.#ended(tag);
    else this.#depth += 1;
    return this.#depth === 0;
  }

  #find(what: Buffer, from: number): number {
    const found = this.#bytes.indexOf(what, from);
    if (found < 0) throw damagedPool("a tag without an end", from);
    return found;
  }

  #began(tag: number, name: number): void {
    if (this.#depth === 0) this.#keep(0, this.#offset);
    else if (this.#depth === 1) {
      this.#part = { start: tag, content: this.#offset, name: nameAt(this.#bytes, name) };
      this.#pieces = [];
    } else if (this.#depth === 2) {
      this.#piece = { start: tag, elements: 1 };
      this.#holes = [];
    } else if (this.#list === undefined) {
      this.#piece.elements += 1;
      if (standsAt(this.#bytes, name, LISTS)) this.#list = { depth: this.#depth, count: 0, hole: 0 };
    } else this.#listed(this.#list, tag);
  }

  #listed(list: List, tag: number): void {
    if (this.#depth === list.depth + 1 && ++list.count === LISTED + 1) list.hole = tag;
    if (list.count <= LISTED) this.#piece.elements += 1;
  }

  /** Behind an end tag that begins at an offset: `depth` is that of the element which ended. */
  #ended(tag: number): void {
    if (this.#list?.depth === this.#depth) {
      if (this.#list.hole > 0) this.#holes.push([this.#list.hole, tag]);
      this.#list = undefined;
    }
    if (this.#depth === 2) {
      this.#pieces.push({ ...this.#piece, end: this.#offset, holes: this.#holes });
    } else if (this.#depth === 1) this.#endPart(tag);
    else if (this.#depth === 0) this.#endDocument(tag);
  }

  #endPart(tag: number): void {
    const { start, content, name } = this.#part;
    if (this.#pieces.length === 0) {
      if (this.#offset - start <= LONGEST_FIELD) this.#keep(start, this.#offset);
      else this.#cut.add(name);
      return;
    }
    const left = (this.#left.get(name) ?? this.#mostElements) - 1;
    this.#left.set(name, left);
    if (left < 0) {
      this.#cut.add(name);
      return;
    }
    this.#keep(start, content);
    for (const piece of this.#chosen(name)) this.#keepPiece(name, piece);
    this.#keep(tag, this.#offset);
  }

  /** The pieces of the part for which there is room, in their order. */
  #chosen(name: string): Piece[] {
    const backwards = FROM_THE_END.has(name);
    const chosen: Piece[] = [];
    let elements = this.#left.get(name) ?? 0;
    for (const piece of backwards ? this.#pieces.reverse() : this.#pieces) {
      const size = piece.end - piece.start - piece.holes.reduce((sum, [from, to]) => sum + to - from, 0);
      if (piece.elements > elements || size > this.#bytesLeft) {
        this.#cut.add(name);
        continue;
      }
      elements -= piece.elements;
      this.#bytesLeft -= size;
      chosen.push(piece);
    }
    this.#left.set(name, elements);
    return backwards ? chosen.reverse() : chosen;
  }

  #keepPiece(name: string, { start, end, holes }: Piece): void {
    let from = start;
    for (const [hole, behind] of holes) {
      this.#cut.add(name);
      this.#keep(from, hole);
      from = behind;
    }
    this.#keep(from, end);
  }

  #endDocument(tag: number): void {
    this.#last = tag;
    if (this.#offset !== this.#bytes.length) throw damagedPool("something after the document", this.#offset);
  }

  /** Keeps bytes; what adjoins becomes one. */
  #keep(start: number, end: number): void {
    const last = this.#kept.at(-1);
    if (last !== undefined && last[1] === start) this.#kept[this.#kept.length - 1] = [last[0], end];
    else if (end > start) this.#kept.push([start, end]);
  }
}
