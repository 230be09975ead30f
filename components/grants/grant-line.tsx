import { ActionForm, type FormAction } from "../ui/action-form";
import { Facts } from "../ui/facts";
import { Flash } from "../ui/flash";
import { Mono } from "../ui/mono";
import { SubmitButton } from "../ui/submit-button";
import { TimeAgo } from "../ui/time-ago";
import { GrantState, type GrantStateName } from "./grant-state";
import { DriftFlash } from "./drift-flash";
import { RelianceList, type ReliedOn } from "./reliance-list";
import { RevokeButton } from "./revoke-button";
import { SettleButtons } from "./settle-buttons";

/** A grant as its request's page shows it. */
export interface GrantItem {
  id: string;
  state: GrantStateName;
  what: string;
  whom: string;
  statementId: string;
  expiresAt: Date | null;
  appliedAt: Date | null;
  revokedAt: Date | null;
  awsRequestId: string | null;
  attempts: number;
  failure: { step: string; sentence: string; logId?: string } | null;
  revokeReason: string | null;
  /** Requests that it stands for now; it goes when the last of them ends. */
  reliedOnBy: ReliedOn[];
  /** How what stands in AWS differs from what was granted; null when it does not. */
  drift: string | null;
  driftSince: Date | null;
  /** Who did it, where an event said so. */
  driftBy: string | null;
  /** The statement that is there instead. */
  driftFound: string | null;
  /** What was granted, as AWS returned it. */
  statement: string | null;
  /** Why a step can't be taken; null when it can. */
  reasons: Record<"revoke" | "retry" | "restore" | "accept", string | null>;
}

const underWay = ["applying", "revoking"];

/** One grant: its state as read back from AWS, until when, and what can be done with it. */
export function GrantLine({
  grant,
  now,
  actions,
  signInHref,
}: {
  grant: GrantItem;
  now: string;
  actions: Record<"revoke" | "retry" | "restore" | "accept", FormAction>;
  signInHref: string;
}) {
  const at = (date: Date | null) => (date ? <TimeAgo at={date.toISOString()} now={now} /> : null);
  return (
    <div className="border-b py-3 first:pt-0 last:border-b-0 last:pb-0">
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <GrantState state={grant.state} />
        <span className="font-mono text-sm break-all">{grant.what}</span>
      </div>
      {grant.failure ? (
        <Flash
          tone="warning"
          title={
            underWay.includes(grant.state)
              ? `Tried ${grant.attempts} times; it goes on by itself`
              : "It needs somebody"
          }
        >
          {grant.failure.sentence}
        </Flash>
      ) : null}
      {grant.drift ? <DriftFlash grant={grant} now={now} /> : null}
      <Facts
        entries={[
          ["Until", at(grant.expiresAt) ?? (grant.revokedAt ? null : "without an end")],
          [
            "Stands for",
            grant.reliedOnBy.length > 1 ? (
              <RelianceList key="for" reliedOnBy={grant.reliedOnBy} now={now} />
            ) : null,
          ],
          ["Applied", at(grant.appliedAt)],
          ["Ended", at(grant.revokedAt)],
          ["Why ended", grant.revokeReason],
          ["Statement ID", <Mono key="sid" text={grant.statementId} copy />],
          ["AWS request", grant.awsRequestId ? <Mono key="aws" text={grant.awsRequestId} copy /> : null],
        ]}
      />
      <div className="mt-3 flex flex-wrap gap-2">
        <RevokeButton
          action={actions.revoke}
          grantId={grant.id}
          what={grant.what}
          whom={grant.whom}
          reliedOnBy={grant.reliedOnBy}
          now={now}
          reason={grant.reasons.revoke}
          signInHref={signInHref}
        />
        {grant.drift ? <SettleButtons grant={grant} actions={actions} signInHref={signInHref} /> : null}
        {grant.failure ? (
          <ActionForm action={actions.retry} signInHref={signInHref} label={`Try ${grant.what} again`}>
            <input type="hidden" name="grantId" value={grant.id} />
            <SubmitButton variant="default" busy="Trying…" reason={grant.reasons.retry}>
              Try again now
            </SubmitButton>
          </ActionForm>
        ) : null}
      </div>
    </div>
  );
}
