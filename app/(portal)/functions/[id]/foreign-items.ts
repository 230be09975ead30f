import type { ForeignItem } from "@/components/functions/foreign-buttons";
import type { FunctionDetail, StatementDetail, TargetDetail } from "@/lib/catalog/get-function";
import { may } from "@/lib/identity/may";
import type { Actor } from "@/lib/identity/types";
import { parseFunctionArn, targetName } from "@/lib/lambda/arn";
import { readForeign } from "@/lib/lambda/foreign";

/** What of a function a statement stands on. */
type Owned = Pick<FunctionDetail, "arn" | "accountId" | "region" | "name" | "owners">;

/**
 * Reads statements that nobody here granted for their buttons: what they can't be used for, by the statement or by the
 * rules.
 */
export function foreignItems(actor: Actor, { arn, accountId, region, name, owners }: Owned) {
  const fn = { type: "Function" as const, accountId, region, name, owners };
  const [mayAdopt, mayRemove] = [may(actor, "adopt", fn), may(actor, "removeStatement", fn)];
  const owner = parseFunctionArn(arn);
  if (!owner.ok) throw new Error(`A function is kept under what is no ARN: ${arn}`);
  return (
    target: Pick<TargetDetail, "qualifier"> & { statements: { sid: string | null }[] },
    { id, sid, document }: Pick<StatementDetail, "id" | "sid" | "document">,
  ): ForeignItem => {
    const { qualifier, statements } = target;
    const twice = sid !== null && statements.filter((one) => one.sid === sid).length > 1;
    const { foreign, adopt, remove } = readForeign(document, { ...owner.value, qualifier }, twice);
    return {
      ...{ statementId: id, sid: sid ?? "", document },
      ...{ what: targetName(name, qualifier), whom: foreign?.principal ?? "" },
      adopt: adopt ?? (mayAdopt.ok ? null : mayAdopt.reason),
      remove: remove ?? (mayRemove.ok ? null : mayRemove.reason),
    };
  };
}
