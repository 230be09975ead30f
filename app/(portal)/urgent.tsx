import type { ReactNode } from "react";
import { NotificationList } from "@/components/notifications/notification-list";
import { Card } from "@/components/ui/card";
import type { unreadDangers } from "@/lib/notifications/list";
import { paths } from "@/lib/paths";
import { open, read } from "./notifications/actions";

/**
 * What stands before everything else on the home page: access that should be gone and is not, than which nothing is
 * worse, and danger that was told and is not read.
 * @param lingering the grants that should be gone; null when there are none
 */
export function Urgent({
  lingering,
  dangers,
  now,
  signInHref,
}: {
  lingering: ReactNode | null;
  dangers: Awaited<ReturnType<typeof unreadDangers>>;
  now: string;
  signInHref: string;
}) {
  return (
    <>
      {lingering ? (
        <Card
          title="Access that should be gone and is not"
          note="Whoever has it may still call. Removing it goes on being tried."
          isDanger
          flush
        >
          {lingering}
        </Card>
      ) : null}
      {dangers.length > 0 ? (
        <Card
          title="Danger you were told of"
          note="and have not read"
          aside={
            <a className="text-accent" href={paths.notifications({ unread: "yes" })}>
              All
            </a>
          }
          flush
        >
          <NotificationList
            label="Danger you were told of"
            rows={dangers}
            now={now}
            actions={{ open, markRead: read }}
            signInHref={signInHref}
          />
        </Card>
      ) : null}
    </>
  );
}
