/** Markdown of the manual that is made of tables in the code. */

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");

/** A table; the cells may hold Markdown, but neither columns nor HTML of their own. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows.map((row) => row.map(cell))];
  return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}

/** A document with new content between `<!-- NAME:begin -->` and `<!-- NAME:end -->`; undefined when it has no such place. */
export function withSection(document: string, name: string, content: string): string | undefined {
  const mark = `<!-- ${name}:begin -->`;
  const begin = document.indexOf(mark);
  const end = document.indexOf(`<!-- ${name}:end -->`, begin);
  if (begin < 0 || end < 0) return undefined;
  return `${document.slice(0, begin + mark.length)}\n${content}\n${document.slice(end)}`;
}
