import clsx from "clsx";
import type { ReactNode } from "react";

const marks = {
  met: { sign: "✓", word: "Met", look: "text-positive" },
  warning: { sign: "!", word: "Warning", look: "text-warning" },
  danger: { sign: "!", word: "Danger", look: "text-danger" },
  open: { sign: "○", word: "Not yet", look: "text-faint" },
  failed: { sign: "✕", word: "Not met", look: "text-danger" },
  info: { sign: "i", word: "Note", look: "text-faint" },
};

/** One line of a list of checks: a mark with its word, the check, what it means. */
export function CheckLine({
  mark,
  title,
  children,
}: {
  mark: keyof typeof marks;
  title: ReactNode;
  children?: ReactNode;
}) {
  const { sign, word, look } = marks[mark];
  return (
    <li className="flex gap-2.5 border-b py-2 text-sm last:border-b-0">
      <span className={clsx("w-4 shrink-0 text-center font-semibold", look)}>
        <span aria-hidden>{sign}</span>
        <span className="sr-only">{word}:</span>
      </span>
      <div className="min-w-0">
        <div>{title}</div>
        {children ? <div className="text-xs leading-[18px] text-muted">{children}</div> : null}
      </div>
    </li>
  );
}
