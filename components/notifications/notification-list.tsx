import Link from "next/link";
import { ActionForm, type FormAction } from "../ui/action-form";
import { SubmitButton } from "../ui/submit-button";
import { Tag, type Tone } from "../ui/tag";
import { TimeAgo } from "../ui/time-ago";

/** Something that one was told. */
export interface NotificationItem {
  id: string;
  level: string;
  title: string;
  detail: string;
  /** The page that answers it. */
  href: string;
  createdAt: Date;
  read: boolean;
}

const looks: Record<string, [word: string, tone: Tone]> = {
  danger: ["Danger", "danger"],
  warning: ["Warning", "warning"],
  info: ["For your information", "neutral"],
};

/** What one was told, each with the way to its answer. What is not read is marked, and can be. @param now the server's clock */
export function NotificationList({
  label,
  rows,
  now,
  actions,
  signInHref,
}: {
  label: string;
  rows: NotificationItem[];
  now: string;
  actions: Record<"open" | "markRead", FormAction>;
  signInHref: string;
}) {
  return (
    <ul aria-label={label}>
      {rows.map(({ id, level, title, detail, href, createdAt, read }) => {
        const [word, tone] = looks[level] ?? [level, "neutral"];
        return (
          <li key={id} className="flex flex-wrap gap-x-4 gap-y-2 border-b px-3.5 py-3 last:border-b-0">
            <div className="min-w-0 flex-1 basis-80">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
                {read ? null : <Tag tone="accent">Unread</Tag>}
                <Tag tone={tone}>{word}</Tag>
                <TimeAgo at={createdAt.toISOString()} now={now} />
              </p>
              <Link
                href={href}
                className={`mt-1 inline-block min-h-6 break-words hover:underline ${read ? "text-text" : "font-semibold text-text"}`}
              >
                {title}
              </Link>
              <p className="text-sm break-words text-muted">{detail}</p>
            </div>
            {read ? null : (
              <div className="flex flex-wrap items-start gap-2">
                <ActionForm action={actions.open} signInHref={signInHref} label={`Open ${title}`}>
                  <input type="hidden" name="notificationId" value={id} />
                  <SubmitButton variant="default" busy="Opening…">
                    Open
                  </SubmitButton>
                </ActionForm>
                <ActionForm action={actions.markRead} signInHref={signInHref} label={`Mark ${title} as read`}>
                  <input type="hidden" name="notificationId" value={id} />
                  <SubmitButton variant="default" busy="Marking…">
                    Mark as read
                  </SubmitButton>
                </ActionForm>
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
