/** Where the elements of a document stand: the tree has no places, and messages name lines. */
import type { XmlElement } from "../xml/element.ts";

/** Comments and CDATA sections, which hold no elements, and the start of each element. */
const STARTS = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<(?![!?/])/g;

/** The line of each element, from 1. @param text the well-formed document that the tree was read from. */
export function linesOf(text: string, root: XmlElement): ReadonlyMap<XmlElement, number> {
  const lines: number[] = [];
  let line = 1;
  let seen = 0;
  for (const { 0: found, index } of text.matchAll(STARTS)) {
    line += breaksIn(text.slice(seen, index));
    seen = index;
    if (found === "<") lines.push(line);
  }
  const places = new Map<XmlElement, number>();
  const visit = (element: XmlElement): void => {
    const at = lines[places.size];
    if (at === undefined) return;
    places.set(element, at);
    for (const child of element.children) visit(child);
  };
  visit(root);
  return places;
}

function breaksIn(text: string): number {
  return text.match(/\r\n?|\n/g)?.length ?? 0;
}
