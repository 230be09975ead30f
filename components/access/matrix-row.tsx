import { memo } from "react";
import { exposures } from "@/lib/lambda/types";
import { paths } from "@/lib/paths";
import { exposureMarks } from "./exposure-mark";
import { cellsBetween, type MatrixData, type ShownCell, type ShownColumn } from "./matrix-data";

/** Sizes in pixels. */
export const cellPx = 32;
export const labelPx = 260;

type Row = MatrixData["rows"][number];
const marks = exposures.map((exposure) => exposureMarks[exposure]);

/** A cell: how, since when; it leads to why. Plain links: there are many, and none is fetched before it is followed. Drawn once. */
const Cell = memo(function Cell({
  row,
  column,
  cell,
  at,
}: {
  row: Row;
  column: ShownColumn;
  cell: ShownCell;
  at?: string;
}) {
  const { letter, word, look } = marks[cell.exposure] ?? { letter: "?", word: "unknown", look: "" };
  const since = new Date(cell.since).toISOString().slice(0, 10);
  const what = column.functionId ? column.label : `${cell.functions} functions`;
  const says = `${row.label} on ${what}: ${word}${cell.unsure ? ", depends on the call" : ""}, since ${since}`;
  const href = column.functionId
    ? paths.accessWhy({ principal: row.key, function: column.functionId, at })
    : paths.principal(row.key, { at });
  return (
    <a
      href={href}
      title={says}
      aria-label={says}
      style={{ left: labelPx + cell.column * cellPx + 2 }}
      className={`absolute top-0.5 flex size-7 items-center justify-center rounded border text-[11px] font-semibold ${look} ${cell.unsure ? "border-dashed !border-border-strong" : ""}`}
    >
      {column.functionId ? (cell.unsure ? `${letter}?` : letter) : cell.functions}
    </a>
  );
});

/** One principal's row: what is in sight of it. Drawn again only when that changes. */
export const MatrixRow = memo(function MatrixRow({
  row,
  columns,
  top,
  width,
  first,
  last,
  at,
}: {
  row: Row;
  columns: ShownColumn[];
  top: number;
  width: number;
  first: number;
  last: number;
  at?: string;
}) {
  return (
    <div
      className="absolute left-0 border-b [contain:layout_style]"
      style={{ height: cellPx, width, transform: `translateY(${top}px)` }}
    >
      <div
        className="sticky left-0 z-10 flex h-full items-center border-r bg-raised px-3 text-xs"
        style={{ width: labelPx }}
      >
        <a
          href={paths.principal(row.key, { at })}
          title={row.label}
          className="overflow-hidden font-mono text-ellipsis whitespace-nowrap text-accent hover:underline"
        >
          {row.label}
        </a>
      </div>
      {cellsBetween(row.cells, first, last).map((cell) => {
        const column = columns[cell.column];
        return column ? <Cell key={cell.column} row={row} column={column} cell={cell} at={at} /> : null;
      })}
    </div>
  );
});
