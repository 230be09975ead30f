import clsx from "clsx";
import type { ReactNode } from "react";

export type Tone = "neutral" | "accent" | "positive" | "warning" | "danger";

const look: Record<Tone, string> = {
  neutral: "border-border text-muted",
  accent: "border-transparent bg-accent-soft text-accent",
  positive: "border-transparent bg-positive-soft text-positive",
  warning: "border-transparent bg-warning-soft text-warning",
  danger: "border-transparent bg-danger-soft text-danger",
};

/** A word on a coloured ground. Never colour alone: the word says it. */
export function Tag({
  tone = "neutral",
  children,
  title,
}: {
  tone?: Tone;
  children: ReactNode;
  title?: string;
}) {
  return (
    <span
      title={title}
      className={clsx(
        "inline-flex items-center gap-1 rounded border px-1.5 text-xs leading-[18px] whitespace-nowrap",
        look[tone],
      )}
    >
      {children}
    </span>
  );
}
