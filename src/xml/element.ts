/** The tree that `xml/read.ts` gives for documents from clients. */

export interface XmlElement {
  /** The local name: a namespace prefix is left out. */
  readonly name: string;
  /** Values by name, without the declarations of namespaces. It has no prototype: any name can be asked for. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Text and elements in document order, without what only lays out the elements. */
  readonly content: readonly (string | XmlElement)[];
  /** The elements among `content`. */
  readonly children: readonly XmlElement[];
  /** The element's own character data, runs joined; what stands only between child elements as layout is left out. */
  readonly text: string;
}

/** Makes an element: what `content` says is derived in one place. */
export function xmlElement(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  content: readonly (string | XmlElement)[] = [],
): XmlElement {
  const children = content.filter((part) => typeof part !== "string");
  const text = content.filter((part) => typeof part === "string").join("");
  return { name, attributes, content, children, text };
}

/** Adds a text to what an element holds so far; runs of text are one. */
export function addText(content: (string | XmlElement)[], text: string): void {
  const last = content.at(-1);
  if (typeof last === "string") content[content.length - 1] = last + text;
  else content.push(text);
}

/** Drops the blanks that lay out child elements; in an element without any they are its text. */
export function withoutLayout(content: readonly (string | XmlElement)[]): readonly (string | XmlElement)[] {
  if (!content.some((part) => typeof part !== "string")) return content;
  return content.filter((part) => typeof part !== "string" || /[^ \t\r\n]/.test(part));
}

/** All text in the element and below it, in document order. */
export function fullText(element: XmlElement): string {
  if (element.children.length === 0) return element.text;
  return element.content.map((part) => (typeof part === "string" ? part : fullText(part))).join("");
}

/** The children of that name, in document order. */
export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The first child of that name. */
export function firstChild(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}
