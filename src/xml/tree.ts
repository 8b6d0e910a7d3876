/** The tree of a document that `check.ts` has found well-formed: one walk over its text. */
import { decodeReferences, localName, skipBlanks, skipName, withPlainBlanks } from "./characters.ts";
import { addText, withoutLayout, type XmlElement, xmlElement } from "./element.ts";

// Most elements have neither attributes nor children: they share these.
const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze(Object.create(null));
const NO_CHILDREN: readonly XmlElement[] = Object.freeze([]);
const NO_CONTENT: readonly string[] = Object.freeze([]);

class Builder {
  readonly #source: string;
  #at = 0;
  /** Each name once, not a slice of the document for each element. */
  readonly #names = new Map<string, string>();

  constructor(source: string) {
    this.#source = source;
  }

  /** The root, after declaration and comments. */
  root(): XmlElement {
    for (;;) {
      this.#at = this.#source.indexOf("<", this.#at);
      const next = this.#source[this.#at + 1];
      if (next !== "?" && next !== "!") return this.#element();
      this.#at = next === "?" ? this.#source.indexOf("?>", this.#at) : this.#source.indexOf("-->", this.#at + 4);
    }
  }

  #name(): string {
    const start = this.#at;
    this.#at = skipName(this.#source, start);
    const name = this.#source.slice(start, this.#at);
    const known = this.#names.get(name);
    if (known === undefined) this.#names.set(name, name);
    return known ?? name;
  }

  #attributes(): Readonly<Record<string, string>> {
    let attributes: Record<string, string> | undefined;
    for (;;) {
      this.#at = skipBlanks(this.#source, this.#at);
      const code = this.#source.charCodeAt(this.#at);
      if (code === 0x3e || code === 0x2f) return attributes ?? NO_ATTRIBUTES;
      const name = this.#name();
      this.#at = this.#source.indexOf("=", this.#at) + 1;
      this.#at = skipBlanks(this.#source, this.#at);
      const open = this.#at;
      const end = this.#source.indexOf(this.#source[open] ?? "", open + 1);
      this.#at = end + 1;
      if (name === "xmlns" || name.startsWith("xmlns:")) continue;
      attributes ??= Object.create(null) as Record<string, string>;
      attributes[name] = decodeReferences(withPlainBlanks(this.#source.slice(open + 1, end)));
    }
  }

  /** An element from its `<`. */
  #element(): XmlElement {
    this.#at += 1;
    const name = localName(this.#name());
    const attributes = this.#attributes();
    if (this.#source[this.#at] === "/") {
      this.#at += 2;
      return { name, attributes, content: NO_CONTENT, children: NO_CHILDREN, text: "" };
    }
    this.#at += 1;
    const content = this.#content();
    this.#at = this.#source.indexOf(">", this.#at) + 1;
    const [only] = content;
    if (content.length === 0) return { name, attributes, content: NO_CONTENT, children: NO_CHILDREN, text: "" };
    if (content.length === 1 && typeof only === "string") {
      return { name, attributes, content, children: NO_CHILDREN, text: only };
    }
    return xmlElement(name, attributes, withoutLayout(content));
  }

  /** The content before the end tag, with runs of text joined. */
  #content(): (string | XmlElement)[] {
    const content: (string | XmlElement)[] = [];
    const source = this.#source;
    for (;;) {
      const next = source.indexOf("<", this.#at);
      if (next > this.#at) addText(content, decodeReferences(source.slice(this.#at, next)));
      this.#at = next;
      const code = source.charCodeAt(next + 1);
      if (code === 0x2f) return content;
      if (code !== 0x21) content.push(this.#element());
      else if (source.startsWith("<!--", next)) this.#at = source.indexOf("-->", next + 4) + 3;
      else {
        const end = source.indexOf("]]>", next + 9);
        addText(content, source.slice(next + 9, end));
        this.#at = end + 3;
      }
    }
  }
}

/** @param checked a document that is well-formed, within its limits, and has no CR in it. */
export function buildTree(checked: string): XmlElement {
  return new Builder(checked).root();
}
