import clsx from "clsx";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";

type Variant = "default" | "primary" | "danger" | "quiet";

const look: Record<Variant, string> = {
  default: "border-border-strong bg-raised hover:bg-sunken",
  primary: "border-accent bg-accent text-accent-text hover:opacity-90",
  danger: "border-danger text-danger bg-raised hover:bg-danger-soft",
  quiet: "border-transparent text-muted hover:text-text hover:bg-sunken",
};

const shape =
  "inline-flex h-8 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border px-3 text-sm font-medium";

/**
 * A button. One that can't be used says why: `reason` disables it, shows on hover and is read out;
 * it stays focusable so that everybody can find the reason.
 */
export function Button({
  variant = "default",
  reason,
  className,
  ...props
}: ComponentProps<"button"> & { variant?: Variant; reason?: string | null }) {
  if (reason) {
    return (
      <button
        {...props}
        type="button"
        onClick={undefined}
        aria-disabled="true"
        title={reason}
        className={clsx(shape, "cursor-not-allowed border-border bg-sunken text-faint", className)}
      >
        {props.children}
        <span className="sr-only">: not possible. {reason}</span>
      </button>
    );
  }
  return (
    <button type="button" {...props} className={clsx(shape, look[variant], "cursor-pointer", className)} />
  );
}

/** A link that looks like a button: for going somewhere, never for changing something. */
export function ButtonLink({
  href,
  variant = "default",
  children,
  className,
  ...props
}: { href: string; variant?: Variant; children: ReactNode } & Omit<ComponentProps<typeof Link>, "href">) {
  return (
    <Link href={href} {...props} className={clsx(shape, look[variant], className)}>
      {children}
    </Link>
  );
}
