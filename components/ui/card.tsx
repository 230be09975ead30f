import clsx from "clsx";
import { useId, type ReactNode } from "react";

/** A titled section. `note` stands beside the title, `aside` at the right end of the header. */
export function Card({
  title,
  note,
  aside,
  children,
  flush = false,
  isDanger = false,
  className,
  id,
}: {
  title?: ReactNode;
  note?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  /** No padding: the content brings its own (tables, diffs). */
  flush?: boolean;
  /** Framed and headed as danger: for what must not be overlooked. */
  isDanger?: boolean;
  className?: string;
  id?: string;
}) {
  const heading = useId();
  return (
    <section
      id={id}
      aria-labelledby={title ? heading : undefined}
      className={clsx(
        "mb-4 overflow-hidden rounded-lg border bg-raised",
        isDanger && "border-danger",
        className,
      )}
    >
      {title ? (
        <header
          className={clsx(
            "flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-3.5 py-2",
            isDanger && "bg-danger-soft",
          )}
        >
          <h2 id={heading} className={clsx("text-sm font-semibold", isDanger && "text-danger")}>
            {title}
          </h2>
          {note ? (
            <span className={clsx("text-xs", isDanger ? "text-text" : "text-faint")}>{note}</span>
          ) : null}
          {aside ? <div className="ml-auto flex items-center gap-2 text-xs">{aside}</div> : null}
        </header>
      ) : null}
      <div className={flush ? undefined : "px-3.5 py-3"}>{children}</div>
    </section>
  );
}
