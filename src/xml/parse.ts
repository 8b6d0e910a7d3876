/** The tree of a request, as fast-xml-parser sees it: held against what the check has counted. */
import { XMLParser } from "fast-xml-parser";
import { OcciError } from "../errors.ts";
import { decodeReferences, invalidXml, localName, withPlainBlanks } from "./characters.ts";
import type { CheckedXml } from "./check.ts";
import { addText, withoutLayout, type XmlElement, xmlElement } from "./element.ts";
import { Outline } from "./outline.ts";

const TEXT = "#text";
const CDATA = "#cdata";
const ATTRIBUTES = ":@";

/** A node as fast-xml-parser gives it in document order: a key that names it, and perhaps `:@` behind that. */
type ParsedNode = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  preserveOrder: true,
  textNodeName: TEXT,
  cdataPropName: CDATA,
  attributeNamePrefix: "@",
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // References are resolved here: the parser would take entities that a document declares and leave numeric ones.
  processEntities: false,
  // An element may be named as it likes: its name is data, never a key that is looked up.
  onDangerousProperty: (name: string) => name,
  maxNestedTags: Number.POSITIVE_INFINITY,
  // Paths are for callbacks, and there are none.
  jPath: false,
});

/** Makes elements of nodes, and counts them. */
class TreeMaker {
  elements = 0;
  attributes = 0;
  readonly #outline: Outline;

  constructor(outline: Outline) {
    this.#outline = outline;
  }

  element(node: ParsedNode, name: string): XmlElement {
    this.elements += 1;
    const content: (string | XmlElement)[] = [];
    for (const child of node[name] as readonly ParsedNode[]) {
      const childName = nameOf(child) ?? "";
      const text = this.#text(child, childName);
      if (text === undefined) content.push(this.element(child, childName));
      else addText(content, text);
    }
    return xmlElement(localName(name), this.#attributes(node[ATTRIBUTES]), withoutLayout(content));
  }

  /** The text of a node that is text or a CDATA section; undefined for an element. */
  #text(node: ParsedNode, name: string): string | undefined {
    if (name === TEXT) return decodeReferences(this.#outline.restore(String(node[TEXT])));
    if (name !== CDATA) return undefined;
    return this.#outline.restore(String((node[CDATA] as readonly ParsedNode[])[0]?.[TEXT] ?? ""));
  }

  #attributes(parsed: unknown): Record<string, string> {
    const attributes: Record<string, string> = Object.create(null);
    if (typeof parsed !== "object" || parsed === null) return attributes;
    for (const [key, value] of Object.entries(parsed)) {
      this.attributes += 1;
      const name = key.slice(1);
      if (name === "xmlns" || name.startsWith("xmlns:")) continue;
      attributes[name] = decodeReferences(withPlainBlanks(this.#outline.restore(String(value))));
    }
    return attributes;
  }
}

/** The parser names a node before it adds its attributes. */
function nameOf(node: ParsedNode): string | undefined {
  return Object.keys(node)[0];
}

function nodesOf(source: string): readonly ParsedNode[] {
  try {
    return parser.parse(source) as readonly ParsedNode[];
  } catch (cause) {
    // The faults that remain after the check: names that the parser refuses (`constructor`, `__proto__`, `prototype`).
    throw new OcciError("INVALID_XML", "The XML holds an element name that is not accepted.", { cause });
  }
}

/**
 * Parses a document that `checkXml` has found well-formed. The check and the parser must have seen the same document:
 * where they differ, nothing is to be believed.
 * @param text without its declaration and without CR. @param checked what the check says of it.
 * @throws OcciError INVALID_XML
 */
export function parseXml(text: string, checked: CheckedXml): XmlElement {
  const outline = new Outline(text);
  const roots = nodesOf(outline.source).filter((node) => !Object.hasOwn(node, TEXT));
  const [root, ...others] = roots;
  const name = root && nameOf(root);
  if (root === undefined || name === undefined || others.length > 0) throw invalidXml(text, 0, "no single root");
  const maker = new TreeMaker(outline);
  const element = maker.element(root, name);
  if (maker.elements !== checked.elements || maker.attributes !== checked.attributes) {
    throw invalidXml(text, 0, "it can be read in two ways");
  }
  return element;
}
