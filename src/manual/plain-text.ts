/**
 * Markdown as plain text for a terminal. It knows what the manual uses and no more: headings, paragraphs, lists, tables,
 * blocks of code, links, code and bold words.
 */
import { renderTable } from "./plain-table.ts";
import { inline, wrap } from "./plain-words.ts";

const CODE_INDENT = "    ";

/** A line of Markdown that begins a block of its own. */
const OPENS = /^(?:#{1,6} |```|\||<|(?:[-*]|\d+\.) )/;
const ITEM = /^((?:[-*]|\d+\.) +)(.*)$/;

/** @param width of a line, in columns. Lines of code and single words may be longer. */
export function plainText(markdown: string, width: number): string {
  return `${blocks(markdown.split("\n"), width).join("\n\n")}\n`;
}

/** Each block as text, without the blank lines between them. */
function blocks(lines: readonly string[], width: number): string[] {
  const out: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const end = endOfBlock(lines, at);
    const text = block(lines.slice(at, end), width);
    if (text !== "") out.push(text);
    at = end;
  }
  return out;
}

/** The line after the block that begins at a line. */
function endOfBlock(lines: readonly string[], begin: number): number {
  const first = lines[begin] ?? "";
  const after = (isInside: (line: string) => boolean) => {
    const index = lines.findIndex((line, at) => at > begin && !isInside(line));
    return index < 0 ? lines.length : index;
  };
  if (first.startsWith("```")) return after((line) => !line.startsWith("```")) + 1;
  if (first.startsWith("|")) return after((line) => line.startsWith("|"));
  if (ITEM.test(first)) return endOfItem(lines, begin);
  if (first === "" || OPENS.test(first)) return begin + 1;
  return after((line) => line !== "" && !OPENS.test(line));
}

/** An item of a list goes on over indented lines, also after a blank one. */
function endOfItem(lines: readonly string[], begin: number): number {
  let end = begin + 1;
  for (let at = end; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line === "") continue;
    if (!line.startsWith("  ")) break;
    end = at + 1;
  }
  return end;
}

function block(lines: readonly string[], width: number): string {
  const [first = ""] = lines;
  const [, marks, heading = ""] = /^(#{1,6}) (.*)$/.exec(first) ?? [];
  if (marks !== undefined) return headed(inline(heading), marks.length);
  if (first.startsWith("```")) return code(lines);
  if (first.startsWith("|")) return renderTable(lines, width);
  if (first.startsWith("<")) return inline(first.replace(/<!--.*?-->|<[^>]*>/g, "")).trim();
  if (ITEM.test(first)) return item(lines, width);
  return wrap(inline(lines.join(" ")), width).join("\n");
}

function headed(text: string, level: number): string {
  return `${text}\n${(["=", "-"][level - 1] ?? "~").repeat(text.length)}`;
}

function code(lines: readonly string[]): string {
  const inside = lines.slice(1).filter((line) => !line.startsWith("```"));
  return inside.map((line) => (line === "" ? "" : CODE_INDENT + line)).join("\n");
}

/** An item and what belongs to it, indented as far as its text. */
function item(lines: readonly string[], width: number): string {
  const [, mark = "", rest = ""] = ITEM.exec(lines[0] ?? "") ?? [];
  const indent = " ".repeat(mark.length);
  const own = [
    rest,
    ...lines.slice(1).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart())),
  ];
  const text = blocks(own, width - mark.length).join("\n\n");
  return mark + text.replace(/\n(?=[^\n])/g, `\n${indent}`);
}
