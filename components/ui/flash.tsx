import clsx from "clsx";
import type { ReactNode } from "react";

const look = {
  positive: "border-positive/30 bg-positive-soft",
  warning: "border-warning/30 bg-warning-soft",
  danger: "border-danger/30 bg-danger-soft",
  accent: "border-accent/30 bg-accent-soft",
};
const word = {
  positive: "text-positive",
  warning: "text-warning",
  danger: "text-danger",
  accent: "text-accent",
};

/** What just happened, or what stands in the way. Danger is announced at once, the rest politely. */
export function Flash({
  tone,
  title,
  children,
}: {
  tone: keyof typeof look;
  title?: string;
  children?: ReactNode;
}) {
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className={clsx("mb-4 rounded-lg border px-3.5 py-2.5 text-sm", look[tone])}
    >
      {title ? <p className={clsx("font-semibold", word[tone])}>{title}</p> : null}
      {children ? <div className="text-text">{children}</div> : null}
    </div>
  );
}
