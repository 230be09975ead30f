import clsx from "clsx";
import { useId, type ReactNode } from "react";

/** A titled section. `note` stands beside the title, `aside` at the right end of the header. */
export function Card({
  title,
  note,
  aside,
  children,
  flush = false,
  className,
  id,
}: {
  title?: ReactNode;
  note?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  /** No padding: the content brings its own (tables, diffs). */
  flush?: boolean;
  className?: string;
  id?: string;
}) {
  const heading = useId();
  return (
    <section
      id={id}
      aria-labelledby={title ? heading : undefined}
      className={clsx("mb-4 overflow-hidden rounded-lg border bg-raised", className)}
    >
      {title ? (
        <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-3.5 py-2">
          <h2 id={heading} className="text-sm font-semibold">
            {title}
          </h2>
          {note ? <span className="text-xs text-faint">{note}</span> : null}
          {aside ? <div className="ml-auto flex items-center gap-2 text-xs">{aside}</div> : null}
        </header>
      ) : null}
      <div className={flush ? undefined : "px-3.5 py-3"}>{children}</div>
    </section>
  );
}
