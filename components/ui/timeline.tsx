import clsx from "clsx";
import type { ReactNode } from "react";

export interface TimelineEntry {
  key: string;
  title: ReactNode;
  detail?: ReactNode;
  /** done: happened; current: under way; ahead: not yet; failed: went wrong. */
  state: "done" | "current" | "ahead" | "failed";
}

const dot = { done: "bg-border-strong", current: "bg-accent", ahead: "bg-border", failed: "bg-danger" };

/** What happened, in order, and what comes. */
export function Timeline({ entries }: { entries: TimelineEntry[] }) {
  return (
    <ol className="ml-1.5 border-l pl-4 text-sm">
      {entries.map((entry) => (
        <li key={entry.key} className={clsx("relative py-1.5", entry.state === "ahead" && "text-faint")}>
          <span
            aria-hidden
            className={clsx("absolute top-3 -left-[20.5px] size-2 rounded-full", dot[entry.state])}
          />
          <div>{entry.title}</div>
          {entry.detail ? <div className="text-xs text-muted">{entry.detail}</div> : null}
        </li>
      ))}
    </ol>
  );
}
