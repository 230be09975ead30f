import type { Metadata } from "next";
import { NotificationList } from "@/components/notifications/notification-list";
import { ActionForm } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { SubmitButton } from "@/components/ui/submit-button";
import { countUnread, listNotifications, notificationQuery } from "@/lib/notifications/list";
import { paths } from "@/lib/paths";
import { requireActor } from "../../require-actor";
import { readSearch, type SearchParams } from "../../search";
import { open, read, readAll } from "./actions";

export const metadata: Metadata = { title: "Notifications" };

const filters = [
  {
    name: "level",
    label: "Level",
    options: [
      { value: "danger", text: "danger" },
      { value: "warning", text: "warning" },
      { value: "info", text: "for your information" },
    ],
  },
  { name: "unread", label: "Unread", options: [{ value: "yes", text: "only unread" }] },
];

/** What was I told? */
export default async function NotificationsPage({ searchParams }: { searchParams: SearchParams }) {
  const search = await readSearch(searchParams);
  const actor = await requireActor(paths.notifications(search));
  const query = notificationQuery.parse(search);
  const { level, unread, after } = query;
  const now = new Date();
  const [{ rows, next }, count] = await Promise.all([listNotifications(actor, query), countUnread(actor)]);
  const signInHref = paths.signIn({ callbackUrl: paths.notifications() });
  const isFiltered = level !== undefined || unread !== undefined;
  return (
    <>
      <PageHeader
        title="Notifications"
        sub="What you were told, since you asked for it, own the function, or run Xaccount."
        actions={
          <ActionForm action={readAll} signInHref={signInHref} label="Mark all as read">
            <input type="hidden" name="until" value={now.toISOString()} />
            <SubmitButton
              variant="default"
              busy="Marking…"
              reason={count === 0 ? "You have read all of it." : null}
            >
              Mark all as read
            </SubmitButton>
          </ActionForm>
        }
      />
      <FilterBar path={paths.notifications()} values={{ level, unread }} filters={filters} />
      <Card flush>
        {rows.length > 0 ? (
          <NotificationList
            label="Notifications"
            rows={rows}
            now={now.toISOString()}
            actions={{ open, markRead: read }}
            signInHref={signInHref}
          />
        ) : (
          <EmptyState
            title={isFiltered ? "Nothing matches" : "You were told nothing yet"}
            action={
              isFiltered ? (
                <ButtonLink href={paths.notifications()}>Show all</ButtonLink>
              ) : (
                <ButtonLink href={paths.home()}>See what needs you</ButtonLink>
              )
            }
          >
            {isFiltered
              ? "Take a filter away to see more."
              : "Before access of yours, or on your functions, ends, and when something about it fails, it is told here."}
          </EmptyState>
        )}
      </Card>
      <Pager
        first={after ? paths.notifications({ level, unread }) : null}
        next={next ? paths.notifications({ level, unread, after: next }) : null}
      />
    </>
  );
}
