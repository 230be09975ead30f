import type { ReactNode } from "react";
import { isOwed } from "@/components/requests/request-state";
import { Timeline, type TimelineEntry } from "@/components/ui/timeline";
import { TimeAgo } from "@/components/ui/time-ago";
import { Mono } from "@/components/ui/mono";
import type { Entry } from "@/lib/audit/entry";
import { durationText } from "@/lib/lambda/duration";
import type { RequestDetail } from "@/lib/requests/get";

const words: Record<string, string> = {
  "request.submitted": "asked for it",
  "request.adoption_decided": "adopted the statement, to answer for it",
  "request.removal_decided": "decided to remove the statement",
  "request.approved": "approved",
  "request.rejected": "rejected",
  "request.commented": "commented",
  "request.withdrawn": "withdrew it",
  "request.lapsed": "let it lapse",
  "request.applied": "finished applying it",
  "request.not_applied": "saw it end before it was applied",
  "request.glass_broken": "broke glass, and had it applied without a review",
  "request.glass_confirmed": "gave the review that was owed, and confirmed it",
  "request.glass_refused": "gave the review that was owed, and refused it",
  "grant.intended": "recorded the intent",
  "grant.justified": "kept what stands already for this request, too",
  "grant.justification_ended": "ended one request's claim; others keep it",
  "request.given_back": "gave the access back",
  "grant.apply_overtaken": "found it revoked while it was being applied",
  "grant.failure_overtaken": "found it acted on, when a try had failed",
  "grant.expiry_overtaken": "found it ended already",
  "grant.applied": "wrote the statement and read it back",
  "grant.apply_failed": "could not apply it",
  "grant.apply_waits": "could not reach AWS to write it, and goes on trying",
  "grant.revoke_decided": "revoked it",
  "grant.expiry_reached": "saw its time end",
  "grant.revoked": "removed the statement",
  "grant.expired": "removed the statement",
  "grant.revoke_failed": "could not remove the statement",
  "grant.retried": "tried again",
  "grant.adopted": "took the statement over as it stands",
  "grant.drift_found": "found that it differs in AWS",
  "grant.drift_told": "learnt from AWS's events how it came to differ",
  "grant.drift_ended": "found it as granted again",
  "grant.drift_overtaken": "found it, when somebody had acted on it",
  "grant.lingering_found": "found the statement back after its end, and removes it again",
  "grant.lingering_overtaken": "found the statement back, when somebody had acted on it",
  "grant.found_standing": "found the statement standing after all",
  "grant.found_overtaken": "found the statement standing, when somebody had acted on it",
  "grant.remove_decided": "decided to remove what stands instead",
  "grant.restore_decided": "restored it",
  "grant.drift_accepted": "accepted that it is over",
};

const alarming = /_failed$|\.glass_(broken|refused)$/;

/** For how long it was asked. */
function askedFor({ action, data }: Entry): string {
  if (action !== "request.submitted" || typeof data !== "object" || data === null) return "";
  if (!("durationDays" in data)) return "";
  const { durationDays } = data;
  if (durationDays === null) return ", without an end";
  return typeof durationDays === "number" ? `, for ${durationText(durationDays)}` : "";
}

function entryOf(event: Entry, now: string): TimelineEntry {
  const who = event.actorKind === "person" ? event.actorName : "Xaccount";
  const detail: ReactNode = (
    <>
      <TimeAgo at={event.at} now={now} />
      {event.reason ? (
        <span className="block text-sm break-words whitespace-pre-wrap text-text">{event.reason}</span>
      ) : null}
      {event.awsRequestId ? (
        <span className="block">
          AWS request <Mono text={event.awsRequestId} length={20} copy />
        </span>
      ) : null}
    </>
  );
  return {
    key: event.seq,
    title: (
      <>
        <b className="font-medium">{who}</b> {words[event.action] ?? event.action}
        {askedFor(event)}
      </>
    ),
    detail,
    state: alarming.test(event.action) ? "failed" : "done",
  };
}

/** What happened to a request, from the audit trail, and what comes. */
export function RequestTimeline({
  request,
  events,
  now,
}: {
  request: RequestDetail;
  events: Entry[];
  now: string;
}) {
  const entries = events.toReversed().map((event) => entryOf(event, now));
  if (request.state === "pending")
    entries.push({
      key: "review",
      title: "An owner decides",
      detail: (
        <>
          It lapses <TimeAgo at={request.lapsesAt.toISOString()} now={now} />
        </>
      ),
      state: "current",
    });
  if (request.state === "approved")
    entries.push({ key: "apply", title: "The statement is written and read back", state: "current" });
  if (isOwed(request)) entries.push({ key: "owed", title: "Somebody else reviews it", state: "current" });
  return <Timeline entries={entries} />;
}
