"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import Link from "next/link";
import { useMemo, useRef, useState } from "react";
import { exposures } from "@/lib/lambda/types";
import { paths } from "@/lib/paths";
import { exposureMarks } from "./exposure-mark";
import { arrange, groupings, type Grouping, type MatrixData } from "./matrix-data";

const cellPx = 32;
const labelPx = 260;
const headPx = 128;
const marks = exposures.map((exposure) => exposureMarks[exposure]);

/** A cell: how, since when; it leads to why. */
function Cell({ data, row, column, at }: { data: MatrixData; row: number; column: number[]; at?: string }) {
  const found = column.flatMap((one) => {
    const cell = data.cellAt.get(row * data.columns.length + one);
    return cell ? [cell] : [];
  });
  const [first] = found;
  const who = data.rows[row];
  if (!first || !who) return null;
  const widest = Math.max(...found.map((cell) => cell[2]));
  const { letter, word, look } = marks[widest] ?? { letter: "?", word: "unknown", look: "" };
  const unsure = found.every((cell) => (cell[5] & 1) === 1);
  const since = new Date(Math.min(...found.map((cell) => cell[4]))).toISOString().slice(0, 10);
  const target = data.columns[first[1]];
  const many = column.length > 1 ? `${found.length} functions` : (target?.name ?? "");
  const says = `${who.label} on ${many}: ${word}${unsure ? ", depends on the call" : ""}, since ${since}`;
  const href =
    column.length > 1 || !target
      ? paths.principal(who.key, { at })
      : paths.accessWhy({ principal: who.key, function: target.id, at });
  return (
    <Link
      href={href}
      prefetch={false}
      title={says}
      aria-label={says}
      className={`m-0.5 inline-flex size-7 items-center justify-center rounded border text-[11px] font-semibold ${look} ${unsure ? "border-dashed !border-border-strong" : ""}`}
    >
      {column.length > 1 ? found.length : unsure ? `${letter}?` : letter}
    </Link>
  );
}

/** Principal accounts × functions; only what is in sight is in the page. */
export function MatrixGrid({ matrix, at }: { matrix: MatrixData["source"]; at?: string }) {
  const [grouping, setGrouping] = useState<Grouping>("account");
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const data = useMemo(() => arrange(matrix, grouping, closed), [matrix, grouping, closed]);
  const scroller = useRef<HTMLDivElement>(null);
  const getScrollElement = () => scroller.current;
  const rows = useVirtualizer({
    count: data.rows.length,
    getScrollElement,
    estimateSize: () => cellPx,
    overscan: 6,
  });
  const columns = useVirtualizer({
    horizontal: true,
    count: data.shown.length,
    getScrollElement,
    estimateSize: () => cellPx,
    overscan: 6,
  });
  const toggle = (group: string) => {
    const next = new Set(closed);
    if (!next.delete(group)) next.add(group);
    setClosed(next);
  };
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b px-3.5 py-2 text-sm">
        <label>
          Group functions by{" "}
          <select
            value={grouping}
            onChange={(event) => setGrouping(event.target.value as Grouping)}
            className="h-7 rounded-md border border-border-strong bg-raised px-1.5"
          >
            {groupings.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <details className="relative">
          <summary className="cursor-pointer text-accent">Open and close groups</summary>
          <div className="absolute z-30 mt-1 max-h-72 w-72 overflow-y-auto rounded-md border bg-raised p-2 shadow-lg">
            {data.groups.map(({ name, count }) => (
              <label key={name} className="flex items-center gap-2 py-0.5">
                <input type="checkbox" checked={!closed.has(name)} onChange={() => toggle(name)} />
                {name} <span className="text-xs text-faint">{count}</span>
              </label>
            ))}
          </div>
        </details>
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
        <div style={{ height: rows.getTotalSize() + headPx, width: columns.getTotalSize() + labelPx }}>
          <div className="sticky top-0 z-20 bg-sunken" style={{ height: headPx }}>
            <div className="sticky left-0 z-10 h-full border-r bg-sunken" style={{ width: labelPx }} />
            {columns.getVirtualItems().map((item) => {
              const one = data.shown[item.index];
              return (
                <div
                  key={item.key}
                  className="absolute bottom-0 flex w-8 items-end justify-center pb-1"
                  style={{ left: 0, transform: `translateX(${item.start + labelPx}px)`, height: headPx }}
                  title={one?.title}
                >
                  <span
                    className={`max-h-full overflow-hidden font-mono text-[11px] text-ellipsis whitespace-nowrap [writing-mode:vertical-rl] ${one?.isGroup ? "font-semibold" : ""}`}
                  >
                    {one?.label}
                  </span>
                </div>
              );
            })}
          </div>
          {rows.getVirtualItems().map((line) => {
            const who = data.rows[line.index];
            return (
              <div
                key={line.key}
                className="absolute top-0 left-0 border-b"
                style={{
                  height: cellPx,
                  width: columns.getTotalSize() + labelPx,
                  transform: `translateY(${line.start + headPx}px)`,
                }}
              >
                <div
                  className="sticky left-0 z-10 flex h-full items-center border-r bg-raised px-3 text-xs"
                  style={{ width: labelPx }}
                >
                  <Link
                    href={paths.principal(who?.key ?? "", { at })}
                    prefetch={false}
                    title={who?.label}
                    className="overflow-hidden font-mono text-ellipsis whitespace-nowrap text-accent hover:underline"
                  >
                    {who?.label}
                  </Link>
                </div>
                {columns.getVirtualItems().map((item) => (
                  <div
                    key={item.key}
                    className="absolute top-0 left-0"
                    style={{ transform: `translateX(${item.start + labelPx}px)` }}
                  >
                    <Cell
                      data={data}
                      row={line.index}
                      column={data.shown[item.index]?.columns ?? []}
                      at={at}
                    />
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </>
  );
}
