"use client";
import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";

export interface NavItem {
  href: string;
  text: string;
  /** Things waiting there. */
  count?: number;
}

/** The main navigation; the page one is on is marked. */
export function NavLinks({ items }: { items: NavItem[] }) {
  const path = usePathname();
  return (
    <nav aria-label="Main" className="flex flex-col gap-0.5">
      {items.map((item) => {
        const current = item.href === "/" ? path === "/" : path.startsWith(item.href);
        return (
          <Link
            key={item.href}
            href={item.href}
            aria-current={current ? "page" : undefined}
            className={clsx(
              "flex h-8 items-center justify-between rounded-md px-2",
              current ? "bg-raised font-medium ring-1 ring-border" : "text-muted hover:text-text",
            )}
          >
            {item.text}
            {item.count ? (
              <span className="rounded-full bg-accent-soft px-1.5 text-xs font-medium text-accent">
                {item.count}
                <span className="sr-only"> waiting for you</span>
              </span>
            ) : null}
          </Link>
        );
      })}
    </nav>
  );
}
