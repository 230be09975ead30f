import { shownDrift } from "@/lib/lambda/drift";
import { ActionForm, type FormAction } from "../ui/action-form";
import { Facts } from "../ui/facts";
import { Flash } from "../ui/flash";
import { Mono } from "../ui/mono";
import { SubmitButton } from "../ui/submit-button";
import { TimeAgo } from "../ui/time-ago";
import { BlockerList, type BlockerItem } from "./blocker-list";
import { GrantState, type GrantStateName } from "./grant-state";
import { DriftFlash, type Drifted } from "./drift-flash";
import { KeepButton } from "./keep-button";
import { RelianceList, type ReliedOn } from "./reliance-list";
import { RenewLink } from "./renew-link";
import { RevokeButton } from "./revoke-button";
import { SettleButtons } from "./settle-buttons";

/** A grant as its request's page shows it. */
export interface GrantItem extends Drifted {
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
  /** The statement of its ID in AWS, as last read, where that is shown. */
  standing: string | null;
  /** Statements of others that keep AWS from taking its own. */
  blockers: BlockerItem[];
  /** Where one asks for the same anew, or keeps it for longer. */
  renewHref: string;
  /** Why a step can't be taken; null when it can. */
  reasons: Record<"revoke" | "retry" | "restore" | "accept" | "keep" | "remove", string | null>;
}

/** What the buttons of a grant do. */
export type GrantActions = Record<keyof GrantItem["reasons"] | "removeBlocker", FormAction>;

const standing = ["applying", "active"];
const underWay = ["applying", "revoking"];

/** Why the last step failed, and what to do first. */
function Failure({
  grant: { state, attempts, failure, blockers },
  actions,
  signInHref,
}: {
  grant: GrantItem;
  actions: GrantActions;
  signInHref: string;
}) {
  if (!failure) return null;
  const lingers = state === "revoking";
  const title = underWay.includes(state)
    ? `Tried ${attempts} times; it goes on by itself`
    : "It needs somebody";
  return (
    <Flash
      tone={lingers ? "danger" : "warning"}
      title={`${lingers ? "This access should be gone and is not. " : ""}${title}`}
    >
      {failure.sentence}
      <BlockerList blockers={blockers} action={actions.removeBlocker} signInHref={signInHref} />
    </Flash>
  );
}

/** One grant: its state as read back from AWS, until when, and what can be done with it. */
export function GrantLine({
  grant,
  now,
  actions,
  maxDays,
  signInHref,
}: {
  grant: GrantItem;
  now: string;
  actions: GrantActions;
  maxDays: number;
  signInHref: string;
}) {
  const at = (date: Date | null) => (date ? <TimeAgo at={date.toISOString()} now={now} /> : null);
  const adopted = grant.origin === "adopted";
  const isAnother = shownDrift(grant.drift ?? "", grant.driftEvent) === "function_recreated"; // it has "Ask anew"
  return (
    <div className="border-b py-3 first:pt-0 last:border-b-0 last:pb-0">
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <GrantState state={grant.state} />
        <span className="font-mono text-sm break-all">{grant.what}</span>
      </div>
      <Failure grant={grant} actions={actions} signInHref={signInHref} />
      {grant.drift ? <DriftFlash grant={grant} now={now} /> : null}
      <Facts
        entries={[
          ["Until", at(grant.expiresAt) ?? (standing.includes(grant.state) ? "without an end" : null)],
          [
            "Stands for",
            grant.reliedOnBy.length > 1 ? (
              <RelianceList key="for" reliedOnBy={grant.reliedOnBy} now={now} />
            ) : null,
          ],
          [adopted ? "Adopted" : "Applied", at(grant.appliedAt)],
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
        {adopted && grant.state === "active" ? (
          <KeepButton
            action={actions.keep}
            grant={grant}
            reason={grant.reasons.keep}
            maxDays={maxDays}
            signInHref={signInHref}
          />
        ) : null}
        {adopted || isAnother ? null : <RenewLink grant={grant} />}
        <SettleButtons grant={grant} actions={actions} signInHref={signInHref} />
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
