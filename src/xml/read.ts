/**
 * Reads documents from clients, and answers of servers, into a tree: strict, bounded, without guessing what a text
 * means.
 */
import { isUtf8 } from "node:buffer";
import { OcciError } from "../errors.ts";
import { byteSize } from "../wording.ts";
import { findIllegalCharacter, invalidXml, withPlainBreaks } from "./characters.ts";
import { type CheckedXml, checkXml, type XmlLimits } from "./check.ts";
import type { XmlElement } from "./element.ts";
import { parseXml } from "./parse.ts";
import { buildTree } from "./tree.ts";

/** Limits for requests: far above what any client sends, far below what would hold up the others. */
export const REQUEST_LIMITS: XmlLimits = {
  bytes: 1 << 20,
  depth: 64,
  attributes: 64,
  nodes: 2_000,
  markup: 1 << 16,
  references: 20_000,
};

/** Limits for the answers of a server that its client trusts: lists of many thousand elements. */
export const ANSWER_LIMITS: XmlLimits = {
  bytes: 1 << 28,
  depth: 64,
  attributes: 64,
  nodes: 10_000_000,
  markup: 1 << 28,
  references: 10_000_000,
};

function decode(source: Uint8Array): string {
  if (!isUtf8(source)) {
    throw new OcciError("INVALID_XML", "The XML is not valid UTF-8.", { hint: "Send it as UTF-8." });
  }
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(source);
}

/** A document that is well-formed and within its limits. */
interface Checked extends CheckedXml {
  readonly text: string;
}

function check(source: string | Uint8Array, limits: XmlLimits): Checked {
  const size = typeof source === "string" ? Buffer.byteLength(source) : source.length;
  if (size > limits.bytes) throw new OcciError("TOO_LARGE", `The XML is larger than ${byteSize(limits.bytes)}.`);
  const text = (typeof source === "string" ? source : decode(source)).replace(/^\ufeff/, "");
  const illegal = findIllegalCharacter(text);
  if (illegal >= 0) throw invalidXml(text, illegal, "a character that XML cannot carry");
  return { text, ...checkXml(text, limits) };
}

/**
 * Reads one well-formed document of a client. DOCTYPE, processing instructions, other encodings than UTF-8 and whatever
 * is beyond the limits are refused; namespaces are accepted and left out.
 * @throws OcciError INVALID_XML with line and column where there is one, TOO_LARGE above `limits.bytes`.
 */
export function readXml(source: string | Uint8Array, limits: XmlLimits = REQUEST_LIMITS): XmlElement {
  const { text, ...checked } = check(source, limits);
  return parseXml(withPlainBreaks(text.slice(checked.start)), checked);
}

/**
 * Reads the answer of a server, which may be a list of many thousand elements, ten times faster. The refusals and the
 * tree are those of `readXml`; but element names that fast-xml-parser refuses are read.
 * @throws OcciError as `readXml`.
 */
export function readAnswer(source: string | Uint8Array, limits: XmlLimits = ANSWER_LIMITS): XmlElement {
  return buildTree(withPlainBreaks(check(source, limits).text));
}
