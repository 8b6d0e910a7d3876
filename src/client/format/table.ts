/** Aligned tables. */
import { type Colour, coloured, cut, padded } from "./terminal-text.ts";

export interface Cell {
  readonly text: string;
  readonly colour?: Colour | undefined;
}

export interface TableColumn {
  readonly title: string;
  readonly right?: boolean;
  /** May be cut when the table is too wide; the first such column first. */
  readonly cuttable?: boolean;
}

const GAP = 2;
/** A column is not cut below this. */
const LEAST = 8;

/**
 * @param width of the terminal; undefined: nothing is cut.
 * @returns lines without a line break at the end; columns that no row has are left out.
 */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly Cell[])[],
  { width, colour }: { readonly width: number | undefined; readonly colour: boolean },
): string[] {
  const used = columns.map((_, index) => rows.some((row) => (row[index]?.text ?? "") !== ""));
  const shown = columns.map((column, index) => ({ column, index })).filter(({ index }) => used[index]);
  const widths = shown.map(({ column, index }) =>
    rows.reduce((most, row) => Math.max(most, Bun.stringWidth(row[index]?.text ?? "")), Bun.stringWidth(column.title)),
  );
  if (width !== undefined)
    fit(
      widths,
      shown.map(({ column }) => column.cuttable === true),
      width,
    );
  const line = (cells: readonly Cell[]): string => {
    const texts = shown.map(({ column, index }, place) => {
      const { text = "", colour: wanted } = cells[index] ?? {};
      const fitted = padded(cut(text, widths[place] ?? 0), widths[place] ?? 0, column.right);
      return coloured(fitted, wanted, colour);
    });
    const joined = texts.join(" ".repeat(GAP));
    return width === undefined ? joined.trimEnd() : cutPlain(joined.trimEnd(), width, colour);
  };
  return [line(columns.map(({ title }) => ({ text: title, colour: "bold" }))), ...rows.map(line)];
}

/** Even when nothing more can be cut no line is wider than the terminal; with colours codes would be cut, so it is left. */
function cutPlain(text: string, width: number, colour: boolean): string {
  return colour ? text : cut(text, width);
}

/** Makes columns narrower until the line fits: the widest of those that may be cut, a bit at a time. */
function fit(widths: number[], cuttable: readonly boolean[], width: number): void {
  const total = () => widths.reduce((sum, each) => sum + each, 0) + GAP * Math.max(widths.length - 1, 0);
  while (total() > width) {
    let widest = -1;
    for (const [index, each] of widths.entries()) {
      if (cuttable[index] && each > LEAST && (widest < 0 || each > (widths[widest] ?? 0))) widest = index;
    }
    if (widest < 0) return;
    widths[widest] = Math.max(LEAST, (widths[widest] ?? 0) - Math.max(1, Math.min(4, total() - width)));
  }
}
