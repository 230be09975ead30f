import clsx from "clsx";

export interface DiffRow {
  kind: "same" | "added" | "removed";
  oldNumber?: number;
  newNumber?: number;
  text: string;
}

const sign = { same: " ", added: "+", removed: "−" };
const word = { same: "", added: "added", removed: "removed" };

/** A diff as in code review: line numbers, signs, added and removed lines on their ground. */
export function DiffView({ rows, label }: { rows: DiffRow[]; label: string }) {
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label={label}
      className="overflow-x-auto py-2 font-mono text-xs leading-5"
    >
      <div className="w-max min-w-full">
        {rows.map((row, index) => (
          <div
            key={index}
            data-kind={row.kind}
            className={clsx(
              "grid grid-cols-[44px_20px_1fr] whitespace-pre",
              row.kind === "added" && "bg-positive-soft",
              row.kind === "removed" && "bg-danger-soft",
            )}
          >
            <span className="pr-2.5 text-right text-faint select-none">{row.newNumber ?? row.oldNumber}</span>
            <span
              className={
                row.kind === "added" ? "text-positive" : row.kind === "removed" ? "text-danger" : "text-faint"
              }
            >
              {sign[row.kind]}
              {word[row.kind] ? <span className="sr-only">{word[row.kind]}</span> : null}
            </span>
            <span className="pr-4">{row.text}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
