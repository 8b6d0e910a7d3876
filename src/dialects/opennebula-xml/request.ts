/** The common parts of all request bodies of this dialect. */
import { OcciError } from "../../errors.ts";
import { childrenNamed, fullText, type XmlElement } from "../../xml/element.ts";
import { REQUEST_LIMITS, readXml } from "../../xml/read.ts";

/** A request body: bytes as received, or the text of the form field `occixml`. */
export type Body = string | Uint8Array;

/** An object without the fields that are not there. */
type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out the fields that are undefined: an absent element is an absent field. */
export function present<T extends Record<string, unknown>>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}

function isBlank(body: Body): boolean {
  const text = typeof body === "string" ? body : new TextDecoder().decode(body.subarray(0, 256));
  return body.length < 256 && text.trim() === "";
}

/**
 * The root element of a body that must be there. The old servers took any other root, and no body, for an element
 * without children and failed later with another reason.
 * @param maxBytes BODY_LIMIT of the configuration.
 * @throws OcciError INVALID_XML, TOO_LARGE; INVALID_REQUEST when there is no body or the root has another name.
 */
export function requiredRoot(body: Body, root: string, maxBytes: number = REQUEST_LIMITS.bytes): XmlElement {
  if (isBlank(body))
    throw new OcciError("INVALID_REQUEST", `The request has no body; its root element must be ${root}.`);
  const element = readXml(body, { ...REQUEST_LIMITS, bytes: maxBytes });
  if (element.name === root) return element;
  // The name is shown only when it is short: a client must not have its own megabyte sent back.
  const found = element.name.length <= 40 ? `, not ${element.name}` : "";
  throw new OcciError("INVALID_REQUEST", `The root element of the request must be ${root}${found}.`);
}

/**
 * The root element of a PUT. As in 4.6 no body, or an element of another name, asks for no change (recorded:
 * `put-empty-body`, `put-wrongroot`); what is not well-formed is refused.
 */
export function optionalRoot(
  body: Body,
  root: string,
  maxBytes: number = REQUEST_LIMITS.bytes,
): XmlElement | undefined {
  if (isBlank(body)) return undefined;
  const element = readXml(body, { ...REQUEST_LIMITS, bytes: maxBytes });
  return element.name === root ? element : undefined;
}

/**
 * The text of the children of that name, undefined when there are none. Several of one name are joined, as in 2.0 and
 * 4.6 (recorded: `network-create-twice`); elements inside them count by their text.
 */
export function textOf(parent: XmlElement | undefined, name: string): string | undefined {
  if (parent === undefined) return undefined;
  const found = childrenNamed(parent, name);
  return found.length === 0 ? undefined : found.map(fullText).join("");
}

/**
 * A text that the servers up to 4.6 pasted between quotes into OpenNebula's template, so that clients had to write `\"`
 * for each quote in it. A text with any other quote was never meant for them (it was refused, or cut): it stays as it
 * is.
 */
export function withoutEscapes<T extends string | undefined>(text: T): T {
  return text === undefined || /(?<!\\)"/.test(text) ? text : (text.replaceAll('\\"', '"') as T);
}

/** The first such attribute of the children of that name. */
export function attributeOf(parent: XmlElement, name: string, attribute: string): string | undefined {
  return childrenNamed(parent, name)
    .map((child) => child.attributes[attribute])
    .find((value) => value !== undefined);
}

/** The id in an href: its last segment, whatever host and path come before it; a bare id is fine too. */
function lastSegment(href: string): string {
  let end = href.length;
  while (href[end - 1] === "/") end--;
  return href.slice(href.lastIndexOf("/", end - 1) + 1, end);
}

/** The last segment of the href of the first child of that name that has one. */
export function hrefOf(parent: XmlElement, name: string): string | undefined {
  const href = attributeOf(parent, name, "href");
  return href === undefined ? undefined : lastSegment(href);
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone % is no fault of an href in this dialect: the name is looked up as it is and then not found.
    return text;
  }
}

/** INSTANCE_TYPE by href, which wins, or by text. */
export function instanceTypeOf(parent: XmlElement): string | undefined {
  const name = hrefOf(parent, "INSTANCE_TYPE");
  return name === undefined ? textOf(parent, "INSTANCE_TYPE") : percentDecoded(name);
}
