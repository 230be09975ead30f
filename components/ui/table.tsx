import clsx from "clsx";
import type { ReactNode } from "react";

export interface Column<Row> {
  /** Column heading; '' for a column whose cells speak for themselves. */
  header: string;
  cell: (row: Row) => ReactNode;
  className?: string;
}

/**
 * A table that turns into cards below 640 px.
 * @param caption what the table holds, read out to those who can't see its place
 * @param rowKey a stable key of a row
 * @param current key of the row that is open, if one is
 */
export function Table<Row>({
  caption,
  columns,
  rows,
  rowKey,
  current,
}: {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  current?: string;
}) {
  return (
    <table className="cards w-full border-collapse text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column, index) => (
            <th
              key={index}
              scope="col"
              className={clsx(
                "border-b bg-sunken px-3.5 py-1.5 text-left text-xs font-medium text-muted",
                column.className,
              )}
            >
              {column.header || <span className="sr-only">Actions</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            id={`row-${rowKey(row)}`}
            className={clsx("border-b last:border-b-0", rowKey(row) === current && "bg-accent-soft")}
          >
            {columns.map((column, index) => (
              <td
                key={index}
                data-label={column.header}
                className={clsx("px-3.5 py-2 align-top", column.className)}
              >
                <div className="min-w-0">{column.cell(row)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
