/** Comma-separated values (RFC 4180), which spreadsheets read: numbers with a point, whatever the language. */

type Cell = string | number | null;

/** A text that a spreadsheet would take for a formula begins with an apostrophe. */
const FORMULA = /^[\s\0]*[=+\-@]|^[\t\r\n]/;

function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(",")}\r\n`).join("");
}
