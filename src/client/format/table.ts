/** Aligned tables. */
import { type Colour, coloured, cut } from "./terminal-text.ts";

export interface Cell {
  readonly text: string;
  readonly colour?: Colour | undefined;
}

export interface TableColumn {
  readonly title: string;
  readonly right?: boolean;
  /** Whether the column may be cut when the table is too wide: `first` before the others. */
  readonly cuttable?: "first" | "then" | undefined;
}

const GAP = 2;
/** A column is not cut below this, as long as there is another way. */
const LEAST = 8;

/** A column as it is printed. */
interface Place {
  readonly column: TableColumn;
  /** Its place in each row. */
  readonly index: number;
  width: number;
}

/**
 * @param width of the terminal, which no line exceeds; undefined: nothing is cut.
 * @returns lines without a line break at the end; columns that no row has are left out.
 */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly Cell[])[],
  { width, colour }: { readonly width: number | undefined; readonly colour: boolean },
): string[] {
  const places = columns
    .map((column, index): Place => {
      const widest = rows.reduce((most, row) => Math.max(most, Bun.stringWidth(row[index]?.text ?? "")), 0);
      return { column, index, width: widest === 0 ? 0 : Math.max(widest, Bun.stringWidth(column.title)) };
    })
    .filter((place) => place.width > 0);
  const fitted = width === undefined ? places : fit(places, width);
  const heads = columns.map(({ title }): Cell => ({ text: title, colour: "bold" }));
  return [heads, ...rows].map((row) => {
    const cells = fitted.map(({ column, index, width: room }) => cellText(row[index], room, column.right, colour));
    return cells.join(" ".repeat(GAP)).trimEnd();
  });
}

function cellText(cell: Cell | undefined, room: number, right: boolean | undefined, colour: boolean): string {
  const text = cut(cell?.text ?? "", room);
  const blanks = " ".repeat(Math.max(room - Bun.stringWidth(text), 0));
  const shown = coloured(text, cell?.colour, colour);
  return right ? blanks + shown : shown + blanks;
}

function tooWide(columns: readonly Place[], width: number): number {
  return columns.reduce((sum, place) => sum + place.width, 0) + GAP * Math.max(columns.length - 1, 0) - width;
}

/** Makes columns narrower until the line fits; when none may be cut any more the last ones go. */
function fit(columns: readonly Place[], width: number): readonly Place[] {
  const first = columns.filter(({ column }) => column.cuttable === "first");
  const then = columns.filter(({ column }) => column.cuttable === "then");
  for (const place of [...first, ...then.toSorted((a, b) => b.width - a.width)]) {
    const over = tooWide(columns, width);
    if (over > 0) place.width = Math.max(place.width - over, Math.min(place.width, LEAST));
  }
  const left = [...columns];
  for (let last = left.at(-1); last !== undefined; last = left.at(-1)) {
    const over = tooWide(left, width);
    if (over <= 0) break;
    if (over >= last.width && left.length > 1) left.pop();
    else {
      last.width = Math.max(last.width - over, 0);
      break;
    }
  }
  return left;
}
