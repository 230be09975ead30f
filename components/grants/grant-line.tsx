import { ActionForm, type FormAction } from "../ui/action-form";
import { Facts } from "../ui/facts";
import { Flash } from "../ui/flash";
import { Mono } from "../ui/mono";
import { SubmitButton } from "../ui/submit-button";
import { TimeAgo } from "../ui/time-ago";
import { GrantState, type GrantStateName } from "./grant-state";
import { RevokeButton } from "./revoke-button";

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
  /** Why it can't be revoked or tried again; null when it can. */
  reasons: { revoke: string | null; retry: string | null };
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
  actions: { revoke: FormAction; retry: FormAction };
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
      <Facts
        entries={[
          ["Until", at(grant.expiresAt)],
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
          reason={grant.reasons.revoke}
          signInHref={signInHref}
        />
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
