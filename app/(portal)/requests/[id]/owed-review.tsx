import { GlassCard } from "@/components/requests/glass-card";
import { isOwed } from "@/components/requests/request-state";
import type { RequestDetail } from "@/lib/requests/get";
import { settle } from "./actions";

/** The review that is owed after break-glass; nothing when none is. @param reason why the viewer can't give it */
export function OwedReview({
  request,
  reason,
  now,
  signInHref,
}: {
  request: RequestDetail;
  reason: string | null;
  now: string;
  signInHref: string;
}) {
  const { id, glassBrokenAt, glassBrokenBy, glassReason, justifications } = request;
  if (!isOwed(request) || !glassBrokenAt) return null;
  const standing = justifications.find(({ endedAt }) => endedAt === null);
  return (
    <GlassCard
      glass={{
        requestId: id,
        byName: glassBrokenBy?.name ?? "somebody who is gone",
        at: glassBrokenAt.toISOString(),
        why: glassReason ?? "",
        until: standing?.expiresAt?.toISOString() ?? null,
      }}
      action={settle}
      {...{ reason, now, signInHref }}
    />
  );
}
