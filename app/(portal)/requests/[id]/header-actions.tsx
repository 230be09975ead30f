import { GiveBackButton } from "@/components/requests/give-back-button";
import { GlassButton } from "@/components/requests/glass-button";
import { ActionForm } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { env } from "@/lib/env";
import type { RequestDetail } from "@/lib/requests/get";
import type { Reasons } from "@/lib/requests/reasons";
import { renewPath } from "../renew-path";
import { applyByBreakGlass, giveAccessBack, withdraw } from "./actions";

/** What can be done with the whole of a request. */
export interface ActionProps {
  request: RequestDetail;
  reasons: Reasons;
  /** The target, as it is written. */
  what: string;
  /** Of what is on the screen. */
  analysisHash: string;
  now: string;
  signInHref: string;
}

/** While it waits: to break glass, or to withdraw it. */
export function PendingActions({ request, reasons, what, analysisHash, signInHref }: ActionProps) {
  const { id, principal, function: fn } = request;
  return (
    <>
      <GlassButton
        action={applyByBreakGlass}
        requestId={id}
        {...{ analysisHash, what, signInHref }}
        whom={principal}
        owners={fn.owners}
        hours={env().XACCOUNT_BREAK_GLASS_HOURS}
        reason={reasons.breakGlass}
      />
      <ActionForm action={withdraw} signInHref={signInHref} label="Withdraw">
        <input type="hidden" name="requestId" value={id} />
        <SubmitButton variant="default" busy="Withdrawing…" reason={reasons.withdraw}>
          Withdraw
        </SubmitButton>
      </ActionForm>
    </>
  );
}

/** Once it is decided: to give back what it got; or to ask again, where it got nothing. */
export function DecidedActions({ request, reasons, what, now, signInHref }: ActionProps) {
  const { id, principal, functionId, reason, durationDays, items, justifications, kind } = request;
  const standing = justifications.filter(({ endedAt }) => endedAt === null);
  const others = standing.flatMap(({ grant }) =>
    grant.justifications.filter(({ requestId }) => requestId !== id),
  );
  const first = items[0];
  return (
    <>
      {justifications.length > 0 && kind !== "removal" ? (
        <GiveBackButton
          action={giveAccessBack}
          requestId={id}
          {...{ what, now, signInHref }}
          whom={principal}
          others={others.map(({ requestId, expiresAt, request: other }) => ({
            ...{ requestId, expiresAt },
            requesterName: other.requester.name,
          }))}
          reason={reasons.giveBack}
        />
      ) : null}
      {first && justifications.length === 0 ? (
        <ButtonLink href={renewPath({ ...first, functionId, principal, reason, durationDays })}>
          Ask again
        </ButtonLink>
      ) : null}
    </>
  );
}
