/** XML as the old clients printed it: two blanks a level, attributes in single quotes, texts inline. */
import type { XmlElement } from "../../xml/element.ts";
import { escapeText } from "../../xml/write.ts";
import { asReferences } from "./terminal-text.ts";

/** Characters that a terminal would act on as references: the same document, and harmless to look at. */
function escaped(value: string): string {
  return asReferences(escapeText(value), (code) => `&#${code};`);
}

/** Quotes stay as OpenNebula's servers send them. */
function text(value: string): string {
  return value.includes('"') ? escaped(value).replaceAll("&quot;", '"') : escaped(value);
}

function attribute(value: string): string {
  return escaped(value).replace(/['\t\n]/g, (c) => (c === "'" ? "&apos;" : c === "\t" ? "&#9;" : "&#10;"));
}

function startTag({ name, attributes }: XmlElement): string {
  let tag = `<${name}`;
  for (const key of Object.keys(attributes)) tag += ` ${key}='${attribute(attributes[key] ?? "")}'`;
  return tag;
}

/** An element on one line: mixed content keeps its texts where they are, a blank more would be another text. */
function inline(element: XmlElement): string {
  if (element.content.length === 0) return `${startTag(element)}/>`;
  const content = element.content.map((part) => (typeof part === "string" ? text(part) : inline(part)));
  return `${startTag(element)}>${content.join("")}</${element.name}>`;
}

/** Lines that are joined now and then: a long list must not be held several times. */
class Lines {
  readonly #joined: string[] = [];
  #lines: string[] = [];

  add(line: string): void {
    if (this.#lines.length === 10_000) this.#join();
    this.#lines.push(line);
  }

  #join(): void {
    this.#joined.push(this.#lines.join("\n"));
    this.#lines = [];
  }

  /** All of them, with a line break at the end. */
  text(): string {
    this.add("");
    this.#join();
    return this.#joined.join("\n");
  }
}

function addLines(element: XmlElement, indent: string, lines: Lines): void {
  const { children, content, name } = element;
  if (children.length === 0 || children.length < content.length) {
    lines.add(indent + inline(element));
    return;
  }
  lines.add(`${indent}${startTag(element)}>`);
  const deeper = `${indent}  `;
  for (const child of children) addLines(child, deeper, lines);
  lines.add(`${indent}</${name}>`);
}

/** A document as indented text, with a line break at its end. */
export function indentedXml(root: XmlElement): string {
  const lines = new Lines();
  addLines(root, "", lines);
  return lines.text();
}
