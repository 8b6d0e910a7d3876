/** A table of a few columns, which becomes a list of cards in narrow windows. */
import type { ComponentChildren } from "preact";

export interface Column<T> {
  readonly label: string;
  readonly cell: (row: T) => ComponentChildren;
  /** Numbers are on the right. */
  readonly numeric?: boolean;
}

interface TableProps<T> {
  /** Its name for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string | number;
}

export function Table<T>({ label, columns, rows, keyOf }: TableProps<T>) {
  return (
    <table class="table">
      <caption class="unseen">{label}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.label} scope="col" class={column.numeric === true ? "numeric" : ""}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column) => (
              <td key={column.label} data-label={column.label} class={column.numeric === true ? "numeric" : ""}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
