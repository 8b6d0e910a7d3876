/**
 * Reads the bodies that the old servers sent. They escaped nothing, so `a & b`, `1 < 2` and `name="""` are in them: what
 * is no tag counts as text. For tests only; everything else is read by `xml/read.ts`.
 */
import { type XmlElement, xmlElement } from "../../../../xml/element.ts";

const TOKEN =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<\/([A-Za-z_][\w.-]*)\s*>|<([A-Za-z_][\w.-]*)((?:\s+[\w:.-]+="[\s\S]*?"(?=\s+[\w:.-]+="|\s*\/?>))*)\s*(\/?)>/g;
const ATTRIBUTE = /([\w:.-]+)="([\s\S]*?)"(?=\s+[\w:.-]+="|\s*$)/g;
const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Resolves the references that are any; another `&` is text. */
function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9A-Fa-f]+)|(lt|gt|amp|quot|apos));/g, (_, decimal, hexadecimal, name) => {
    if (name !== undefined) return ENTITIES[name] as string;
    return String.fromCodePoint(decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal));
  });
}

interface Open {
  readonly name: string;
  readonly attributes: Record<string, string>;
  /** The start tag as it stood: text, when no end tag follows. */
  readonly source: string;
  readonly content: (string | XmlElement)[];
}

function close(open: Open): XmlElement {
  const { content } = open;
  const parts = content.some((part) => typeof part !== "string")
    ? content.filter((part) => typeof part !== "string" || part.trim() !== "")
    : content;
  return xmlElement(open.name, open.attributes, parts);
}

function attributesOf(source: string): Record<string, string> {
  return Object.fromEntries([...source.matchAll(ATTRIBUTE)].map(([, name = "", value = ""]) => [name, decode(value)]));
}

/**
 * The root element of a body that need not be well-formed.
 * @throws Error when there is not one element with a start and an end.
 */
export function readLenient(body: string): XmlElement {
  const stack: Open[] = [{ name: "", attributes: {}, source: "", content: [] }];
  let offset = 0;
  const top = () => stack.at(-1) as Open;
  for (const token of body.matchAll(TOKEN)) {
    const [source, cdata, end, start, attributes = "", selfClosed] = token;
    if (token.index > offset) top().content.push(decode(body.slice(offset, token.index)));
    offset = token.index + source.length;
    if (cdata !== undefined) top().content.push(cdata);
    else if (start !== undefined) {
      const open = { name: start, attributes: attributesOf(attributes), source, content: [] };
      if (selfClosed === "/") top().content.push(close(open));
      else stack.push(open);
    } else if (!stack.some((open) => open.name === end)) top().content.push(source);
    else {
      // Start tags that nothing closes are text: `<c>` in a name.
      while (top().name !== end) {
        const text = stack.pop() as Open;
        top().content.push(text.source, ...text.content);
      }
      const element = close(stack.pop() as Open);
      top().content.push(element);
    }
  }
  const [root, ...others] = top().content.filter((part) => typeof part !== "string");
  if (stack.length !== 1 || root === undefined || others.length > 0) throw new Error("not one element");
  return root;
}
