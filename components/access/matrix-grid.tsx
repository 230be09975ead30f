"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useMemo, useRef, useState } from "react";
import { arrange, groupings, type Grouping, type MatrixSource, type ShownColumn } from "./matrix-data";
import { cellPx, labelPx, MatrixRow } from "./matrix-row";

const headPx = 128;
/** Columns and rows are drawn in blocks of so many, so that a scrolled line seldom draws anything. */
const block = 8;

const ColumnHead = memo(function ColumnHead({ column, left }: { column: ShownColumn; left: number }) {
  return (
    <div
      className="absolute bottom-0 flex w-8 items-end justify-center pb-1"
      style={{ left, height: headPx }}
      title={column.title}
    >
      <span
        className={`max-h-full overflow-hidden font-mono text-[11px] text-ellipsis whitespace-nowrap [writing-mode:vertical-rl] ${column.functionId ? "" : "font-semibold"}`}
      >
        {column.label}
      </span>
    </div>
  );
});

function Groups({
  groups,
  closed,
  toggle,
}: {
  groups: { name: string; count: number }[];
  closed: ReadonlySet<string>;
  toggle: (name: string) => void;
}) {
  return (
    <details className="relative">
      <summary className="cursor-pointer text-accent">Open and close groups</summary>
      <div className="absolute z-30 mt-1 max-h-72 w-72 overflow-y-auto rounded-md border bg-raised p-2 shadow-lg">
        {groups.map(({ name, count }) => (
          <label key={name} className="flex items-center gap-2 py-0.5">
            <input type="checkbox" checked={!closed.has(name)} onChange={() => toggle(name)} />
            {name} <span className="text-xs text-faint">{count}</span>
          </label>
        ))}
      </div>
    </details>
  );
}

/** Principal accounts × functions; only what is in sight is in the page. */
export function MatrixGrid({ matrix, at }: { matrix: MatrixSource; at?: string }) {
  const [grouping, setGrouping] = useState<Grouping>("account");
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const data = useMemo(() => arrange(matrix, grouping, closed), [matrix, grouping, closed]);
  const scroller = useRef<HTMLDivElement>(null);
  const getScrollElement = () => scroller.current;
  const size = { getScrollElement, estimateSize: () => cellPx * block, overscan: 1 };
  const rows = useVirtualizer({ count: Math.ceil(data.rows.length / block), ...size });
  const columns = useVirtualizer({
    horizontal: true,
    count: Math.ceil(data.columns.length / block),
    ...size,
  });
  const toggle = (group: string) => {
    const next = new Set(closed);
    if (!next.delete(group)) next.add(group);
    setClosed(next);
  };
  const inSight = columns.getVirtualItems();
  const first = (inSight[0]?.index ?? 0) * block;
  const last = ((inSight.at(-1)?.index ?? 0) + 1) * block - 1;
  const width = data.columns.length * cellPx + labelPx;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b px-3.5 py-2 text-sm">
        <label>
          Group functions by{" "}
          <select
            value={grouping}
            onChange={(event) => setGrouping(event.target.value as Grouping)} // its options are these
            className="h-7 rounded-md border border-border-strong bg-raised px-1.5"
          >
            {groupings.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <Groups groups={data.groups} closed={closed} toggle={toggle} />
        <button
          type="button"
          className="cursor-pointer text-accent"
          onClick={() =>
            setClosed(closed.size > 0 ? new Set() : new Set(data.groups.map(({ name }) => name)))
          }
        >
          {closed.size > 0 ? "Open all" : "Close all"}
        </button>
        <span className="ml-auto text-xs text-faint">
          {data.rows.length} × {matrix.columns.length}; a dashed mark depends on the call
        </span>
      </div>
      <div
        ref={scroller}
        tabIndex={0}
        role="region"
        aria-label="Matrix of principal accounts and functions"
        data-matrix
        className="relative h-[640px] overflow-auto"
      >
        <div style={{ height: data.rows.length * cellPx + headPx, width }}>
          <div className="sticky top-0 z-20 bg-sunken" style={{ height: headPx }}>
            <div className="sticky left-0 z-10 h-full border-r bg-sunken" style={{ width: labelPx }} />
            {data.columns.slice(first, last + 1).map((column, index) => (
              <ColumnHead key={first + index} column={column} left={labelPx + (first + index) * cellPx} />
            ))}
          </div>
          {rows.getVirtualItems().flatMap((item) =>
            data.rows.slice(item.index * block, (item.index + 1) * block).map((row, index) => {
              const place = item.index * block + index;
              return (
                <MatrixRow
                  key={row.key}
                  row={row}
                  columns={data.columns}
                  top={place * cellPx}
                  width={width}
                  first={first}
                  last={last}
                  at={at}
                />
              );
            }),
          )}
        </div>
      </div>
    </>
  );
}
