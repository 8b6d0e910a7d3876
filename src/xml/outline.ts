/**
 * A document with its long texts taken out. fast-xml-parser puts texts together character by character: a megabyte of
 * them would hold up the event loop, and take thirty times its size. How much is left between the texts, the check
 * limits.
 */

/** Longer texts, CDATA sections and values of attributes are taken out. Characters. */
const SHORT = 32;
/** Around the number of what was taken out: no document that was checked holds this character. */
const MARK = "\u0001";
const CDATA = "<![CDATA[";
const CDATA_END = "]]>";

/** An outline, and the way back to the document. */
export class Outline {
  /** A node as fast-xml-parser reads it. */
  readonly source: string;
  readonly #checked: string;
  readonly #taken: string[] = [];
  readonly #parts: string[] = [];

  /**
   * @param checked a document that is well-formed, without a declaration, and holds no character that XML cannot carry.
   */
  constructor(checked: string) {
    this.#checked = checked;
    for (let at = 0; at < checked.length; ) at = this.#markup(this.#text(at));
    this.source = this.#parts.join("");
  }

  /** A text or value of the outline as the document has it, still with its references. */
  restore(text: string): string {
    if (!text.includes(MARK)) return text;
    // The parser may have joined what a comment stood between: every second piece is a number.
    const pieces = text.split(MARK);
    return pieces.map((piece, index) => (index % 2 === 0 ? piece : (this.#taken[Number(piece)] ?? ""))).join("");
  }

  #push(start: number, end: number): void {
    const text = this.#checked.slice(start, end);
    this.#parts.push(text.length <= SHORT ? text : `${MARK}${this.#taken.push(text) - 1}${MARK}`);
  }

  /** The text from `start`. @returns the offset of the markup behind it. */
  #text(start: number): number {
    const next = this.#checked.indexOf("<", start);
    const end = next < 0 ? this.#checked.length : next;
    if (end > start) this.#push(start, end);
    return end;
  }

  /** A comment, CDATA section or tag. @returns the offset after it. */
  #markup(start: number): number {
    const { length } = this.#checked;
    if (start >= length) return length;
    if (this.#checked.startsWith("<!--", start)) return this.#checked.indexOf("-->", start + 4) + 3;
    if (!this.#checked.startsWith(CDATA, start)) return this.#tag(start);
    const end = this.#checked.indexOf(CDATA_END, start + CDATA.length);
    this.#parts.push(CDATA);
    this.#push(start + CDATA.length, end);
    this.#parts.push(CDATA_END);
    return end + CDATA_END.length;
  }

  #tag(start: number): number {
    const stops = /[>"']/g;
    for (let from = start; ; ) {
      stops.lastIndex = from === start ? start : from + 1;
      const stop = stops.exec(this.#checked)?.index ?? this.#checked.length;
      const character = this.#checked.charAt(stop);
      this.#parts.push(this.#checked.slice(from, stop + 1));
      if (character !== '"' && character !== "'") return stop + 1;
      const end = this.#checked.indexOf(character, stop + 1);
      this.#push(stop + 1, end);
      from = end;
    }
  }
}
