import { Bell } from "lucide-react";
import Link from "next/link";
import { paths } from "../../lib/paths";

/** The way to what one was told, with how much of it is not read. @param most counts from there on are shown as more */
export function NotificationBell({ unread, most }: { unread: number; most: number }) {
  const count = unread >= most ? `${most - 1}+` : String(unread);
  return (
    <Link
      href={paths.notifications()}
      aria-label={unread > 0 ? `Notifications, ${count} unread` : "Notifications, none unread"}
      className="relative inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-text"
    >
      <Bell size={17} aria-hidden />
      {unread > 0 ? (
        <span
          aria-hidden
          className="absolute -top-0.5 -right-1 min-w-4 rounded-full bg-danger px-1 text-center text-[10px] leading-4 font-semibold text-surface"
        >
          {count}
        </span>
      ) : null}
    </Link>
  );
}
