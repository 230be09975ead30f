import type { StatementItem } from "@/components/grants/statements-to-remove";
import { findFailure } from "@/lib/grants/failure";
import type { SelectedStatement } from "@/lib/grants/selected-statements";
import type { Actor } from "@/lib/identity/types";
import { foreignItems } from "../functions/[id]/foreign-items";

/** A statement that somebody selected as its row shows it, with why it can't be removed. */
export function selectedStatementItem(actor: Actor, statement: SelectedStatement): StatementItem {
  const { target, grant, ...row } = statement;
  const { id: functionId, name: functionName, accountId, region } = target.function;
  const { what, remove } = foreignItems(actor, target.function)(target, row);
  return {
    ...{ ...row, functionId, functionName, accountId, region, qualifier: target.qualifier, what },
    reason: remove,
    grant: grant && {
      ...{ requestId: grant.requestId, state: grant.state, revokedAt: grant.revokedAt },
      failure: findFailure(grant.failure)?.sentence ?? null,
      revokedByName: grant.revokedBy?.name ?? null,
    },
  };
}
