import { cookies } from "next/headers";
import { Shell } from "@/components/shell/shell";
import { TimeAgo } from "@/components/ui/time-ago";
import { lastReadAt } from "@/lib/catalog/sync-progress";
import { may } from "@/lib/identity/may";
import { currentActor } from "@/lib/identity/session";
import { countUnread, mostCounted } from "@/lib/notifications/list";
import { countOwed, countWaiting } from "@/lib/requests/list";
import { setTheme } from "../set-theme";
import { signOut } from "../sign-out";

/** The frame of every page behind the sign-in. */
export default async function PortalLayout({ children }: { children: React.ReactNode }) {
  const actor = await currentActor();
  // The page itself sends people to sign in: it knows the path to come back to.
  if (!actor) return children;
  const [waiting, owed, unread, read, jar] = await Promise.all([
    countWaiting(actor),
    countOwed(actor),
    countUnread(actor),
    lastReadAt(),
    cookies(),
  ]);
  const chosen = jar.get("theme")?.value;
  const theme = chosen === "light" || chosen === "dark" ? chosen : "system";
  const foot = read ? (
    <>
      AWS was read <TimeAgo at={read.toISOString()} now={new Date().toISOString()} />
    </>
  ) : (
    "AWS has not been read yet"
  );
  return (
    <Shell
      waiting={waiting + owed}
      unread={{ count: unread, most: mostCounted }}
      seesHealth={may(actor, "viewHealth", { type: "System" }).ok}
      foot={foot}
      person={actor}
      theme={theme}
      actions={{ signOut, setTheme }}
    >
      {children}
    </Shell>
  );
}
