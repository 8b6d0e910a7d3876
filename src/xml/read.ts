/** Reads documents from clients into a tree: strict, bounded, without guessing what a text means. */
import { isUtf8 } from "node:buffer";
import { XMLParser } from "fast-xml-parser";
import { OcciError } from "../errors.ts";
import { decodeReferences, findIllegalCharacter, invalidXml, localName } from "./characters.ts";
import { type CheckedXml, checkXml, type XmlLimits } from "./check.ts";
import { type XmlElement, xmlElement } from "./element.ts";

/** Limits for requests: far above what any client sends, far below what would hold up the others. */
export const REQUEST_LIMITS: XmlLimits = {
  bytes: 1 << 20,
  depth: 64,
  attributes: 64,
  nodes: 5_000,
  references: 50_000,
};

const TEXT = "#text";
const CDATA = "#cdata";
const ATTRIBUTES = ":@";

/** A node as fast-xml-parser gives it in document order: one key that names it, and perhaps `:@`. */
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

function readAttributes(parsed: unknown): Record<string, string> {
  const attributes: Record<string, string> = Object.create(null);
  if (typeof parsed !== "object" || parsed === null) return attributes;
  for (const [key, value] of Object.entries(parsed)) {
    const name = key.slice(1);
    if (name === "xmlns" || name.startsWith("xmlns:")) continue;
    attributes[name] = decodeReferences(String(value).replace(/[\t\n]/g, " "));
  }
  return attributes;
}

/** Drops the blanks that lay out child elements; in an element without any they are its text. */
function withoutLayout(parts: readonly (string | XmlElement)[]): readonly (string | XmlElement)[] {
  if (!parts.some((part) => typeof part !== "string")) return parts;
  return parts.filter((part) => typeof part !== "string" || /[^ \t\r\n]/.test(part));
}

/** The text of a node that is text or a CDATA section; undefined for an element. */
function textOf(node: ParsedNode, name: string): string | undefined {
  if (name === TEXT) return decodeReferences(String(node[TEXT]));
  if (name === CDATA) return String((node[CDATA] as readonly ParsedNode[])[0]?.[TEXT] ?? "");
  return undefined;
}

function build(node: ParsedNode, name: string, counted: { elements: number; attributes: number }): XmlElement {
  const attributes = node[ATTRIBUTES];
  counted.elements += 1;
  counted.attributes += Object.keys(attributes ?? {}).length;
  const content: (string | XmlElement)[] = [];
  for (const child of node[name] as readonly ParsedNode[]) {
    const childName = Object.keys(child).find((key) => key !== ATTRIBUTES) ?? "";
    const text = textOf(child, childName);
    const last = content.at(-1);
    if (text === undefined) content.push(build(child, childName, counted));
    else if (typeof last === "string") content[content.length - 1] = last + text;
    else content.push(text);
  }
  return xmlElement(localName(name), readAttributes(attributes), withoutLayout(content));
}

function parse(source: string, checked: CheckedXml): XmlElement {
  let nodes: readonly ParsedNode[];
  try {
    nodes = parser.parse(source.slice(checked.start)) as readonly ParsedNode[];
  } catch (cause) {
    // What is left after the check: names that the parser refuses (`constructor`, `__proto__`, `prototype`).
    throw new OcciError("INVALID_XML", "The XML holds an element name that is not accepted.", { cause });
  }
  const roots = nodes.filter((node) => !Object.hasOwn(node, TEXT));
  const root = roots[0];
  const name = root && Object.keys(root).find((key) => key !== ATTRIBUTES);
  if (root === undefined || name === undefined || roots.length !== 1) throw invalidXml(source, 0, "no single root");
  const counted = { elements: 0, attributes: 0 };
  const element = build(root, name, counted);
  // The check and the parser must have seen the same document: where they differ, nothing is to be believed.
  if (counted.elements !== checked.elements || counted.attributes !== checked.attributes) {
    throw invalidXml(source, 0, "it can be read in two ways");
  }
  return element;
}

function decode(source: Uint8Array): string {
  if (!isUtf8(source)) {
    throw new OcciError("INVALID_XML", "The XML is not valid UTF-8.", { hint: "Send it as UTF-8." });
  }
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(source);
}

/**
 * Reads one well-formed document. DOCTYPE, processing instructions, other encodings than UTF-8 and whatever is beyond the
 * limits are refused; namespaces are accepted and left out.
 * @throws OcciError INVALID_XML with line and column where there is one, TOO_LARGE above `limits.bytes`.
 */
export function readXml(source: string | Uint8Array, limits: XmlLimits = REQUEST_LIMITS): XmlElement {
  const size = typeof source === "string" ? Buffer.byteLength(source) : source.length;
  if (size > limits.bytes) throw new OcciError("TOO_LARGE", `The XML is larger than ${limits.bytes} bytes.`);
  const text = (typeof source === "string" ? source : decode(source)).replace(/^\ufeff/, "");
  const illegal = findIllegalCharacter(text);
  if (illegal >= 0) throw invalidXml(text, illegal, "a character that XML cannot carry");
  return parse(text, checkXml(text, limits));
}
