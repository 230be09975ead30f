import clsx from "clsx";
import Link from "next/link";

/** Tabs that are links: the URL says which is open. */
export function Tabs({
  label,
  tabs,
}: {
  label: string;
  tabs: { href: string; text: string; current: boolean; count?: number }[];
}) {
  return (
    <nav aria-label={label} className="mb-4 flex gap-1 overflow-x-auto border-b">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.current ? "page" : undefined}
          className={clsx(
            "-mb-px border-b-2 px-3 py-1.5 text-sm whitespace-nowrap",
            tab.current
              ? "border-accent font-medium text-text"
              : "border-transparent text-muted hover:text-text",
          )}
        >
          {tab.text}
          {tab.count ? (
            <span className="ml-1.5 rounded-full bg-accent-soft px-1.5 text-xs text-accent">{tab.count}</span>
          ) : null}
        </Link>
      ))}
    </nav>
  );
}
