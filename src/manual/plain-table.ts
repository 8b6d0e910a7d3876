/** Tables of Markdown as plain text: in columns where they fit, else each row as a paragraph. */
import { inline, wrap } from "./plain-words.ts";

const GAP = 2;
/** The last column is wrapped, but not to less than this. */
const NARROWEST = 36;

/** @param lines of the table, the head first, then the line of dashes. @param width of a line, in columns. */
export function renderTable(lines: readonly string[], width: number): string {
  const [head = [], , ...rows] = lines.map(cellsOf);
  const all = head.every((cell) => cell === "") ? rows : [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const before = widths.slice(0, -1).reduce((sum, each) => sum + each + GAP, 0);
  const rest = width - before;
  if (rest < Math.min(NARROWEST, widths.at(-1) ?? 0)) return paragraphs(head, rows, width);
  const ruled = all === rows ? rows : [head, head.map((cell) => "-".repeat(cell.length)), ...rows];
  return ruled.map((row) => inColumns(row, widths, rest)).join("\n");
}

function cellsOf(line: string): string[] {
  const inside = line.replace(/^\|\s*/, "").replace(/\s*\|$/, "");
  return inside.split(/(?<!\\)\|/).map((cell) => inline(cell.trim().replaceAll("\\|", "|")));
}

function inColumns(row: readonly string[], widths: readonly number[], rest: number): string {
  const left = row
    .slice(0, -1)
    .map((cell, column) => cell.padEnd((widths[column] ?? 0) + GAP))
    .join("");
  const [first = "", ...further] = wrap(row.at(-1) ?? "", rest);
  return [left + first, ...further.map((line) => " ".repeat(left.length) + line)]
    .map((line) => line.trimEnd())
    .join("\n");
}

/** The first cell is the heading of its row; the others have their column's name before them. */
function paragraphs(head: readonly string[], rows: readonly (readonly string[])[], width: number): string {
  const indent = "    ";
  return rows
    .map(([first = "", ...cells]) => {
      const named = cells
        .map((cell, index) => [head[index + 1] ?? "", cell] as const)
        .filter(([, cell]) => cell !== "");
      const texts = named.map(([name, cell]) => (name === "" ? cell : `${name}: ${cell}`));
      const below = texts.flatMap((text) => wrap(text, width - indent.length).map((line) => indent + line));
      return [...wrap(first, width), ...below].join("\n");
    })
    .join("\n\n");
}
