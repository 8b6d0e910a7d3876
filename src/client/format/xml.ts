/** XML as the old clients printed it: two blanks a level, attributes in single quotes, texts inline. */
import type { XmlElement } from "../../xml/element.ts";
import { escapeText } from "../../xml/write.ts";

function attribute(value: string): string {
  return escapeText(value).replace(/['\t\n]/g, (c) => (c === "'" ? "&apos;" : c === "\t" ? "&#9;" : "&#10;"));
}

function lines(element: XmlElement, indent: string): string[] {
  const attributes = Object.entries(element.attributes).map(([name, value]) => ` ${name}='${attribute(value)}'`);
  const start = `${indent}<${element.name}${attributes.join("")}`;
  if (element.content.length === 0) return [`${start}/>`];
  if (element.children.length === 0) return [`${start}>${escapeText(element.text)}</${element.name}>`];
  // Mixed content keeps its texts where they are: a blank more would be another text.
  if (element.children.length < element.content.length) return [`${start}>${inline(element)}</${element.name}>`];
  return [
    `${start}>`,
    ...element.children.flatMap((child) => lines(child, `${indent}  `)),
    `${indent}</${element.name}>`,
  ];
}

function inline(element: XmlElement): string {
  return element.content
    .map((part) => (typeof part === "string" ? escapeText(part) : lines(part, "").join("")))
    .join("");
}

/** A document as indented text, with a line break at its end. */
export function indentedXml(root: XmlElement): string {
  return `${lines(root, "").join("\n")}\n`;
}
