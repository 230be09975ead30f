import { createHash } from "node:crypto";
import { findOrganization } from "@/lib/catalog/accounts";
import type { FunctionDetail, TargetDetail } from "@/lib/catalog/get-function";
import { canonicalJson } from "@/lib/audit/entry";
import { db } from "@/lib/db/client";
import { XaccountError } from "@/lib/errors";
import { findRoom } from "@/lib/grants/room";
import { findStanding, type Standing } from "@/lib/grants/standing";
import { addPermissionLine } from "@/lib/lambda/add-permission-line";
import { describeGrant, type Phrase } from "@/lib/lambda/describe";
import { dayText } from "@/lib/lambda/duration";
import { addStatement, findStatement, policyLimitBytes, readPolicy } from "@/lib/lambda/policy";
import { policyDiff, type DiffLine } from "@/lib/lambda/policy-diff";
import { requestFindings } from "@/lib/lambda/request-findings";
import { renderStatement, statementBytes, statementIdFor } from "@/lib/lambda/statement";
import type { Finding, Principal, StatementInput } from "@/lib/lambda/types";

/** One item of a request, looked at. */
export interface ItemAnalysis {
  itemId: string;
  input: StatementInput;
  /** The statement as it will stand in the policy, pretty JSON. */
  statement: string;
  bytes: number;
  /** Whether the policy holds the statement now. */
  isThere: boolean;
  /** The grant whose statement says this already: it is kept for longer, and no second one is written. */
  standing: Standing | null;
  policyBytesAfter: number;
  /** Whether AWS would take it: a policy holds only so much. */
  fits: boolean;
  line: string;
  phrases: Phrase[];
  diff: DiffLine[];
  findings: Finding[];
}

/** The same for preview, review and enforcement. `hash` binds an approval to what was shown. */
export interface Analysis {
  items: ItemAnalysis[];
  hash: string;
}

/** What is to be looked at. */
export interface Ask {
  principal: Principal;
  /** `statementId` of one that is decided: its grant's. */
  items: { id: string; qualifier: string; action: string; statementId?: string }[];
  /** Null: it is asked for without an end. */
  durationDays: number | null;
  /** When it ends, in words; null: never; absent: not said. */
  untilText?: string | null;
}

function targetOf(detail: FunctionDetail, qualifier: string): TargetDetail {
  const target = detail.targets.find((one) => one.qualifier === qualifier);
  if (target) return target;
  const sentence = `${detail.name} has no alias or published version “${qualifier}”, as of the last sync. Choose one it has.`;
  throw new XaccountError("Invalid", `${sentence} Nothing was changed.`, { fields: { qualifier: sentence } });
}

/**
 * Looks at what is asked: the statement, what it lets happen, what speaks against it, and how the live policy changes.
 * @throws XaccountError Invalid when a target is not there
 */
export async function analyse(detail: FunctionDetail, ask: Ask): Promise<Analysis> {
  const { principal } = ask;
  const granteeOrganizationId =
    "accountId" in principal ? await findOrganization(principal.accountId) : undefined;
  const base = {
    partition: detail.account.partition,
    accountId: detail.accountId,
    region: detail.region,
    functionName: detail.name,
  };
  const items: ItemAnalysis[] = [];
  for (const { id, qualifier, action, ...decided } of ask.items) {
    const { policy, version } = targetOf(detail, qualifier);
    const [room = { endedSids: [], comingBytes: 0 }] = await findRoom(detail, [{ qualifier, policy }]);
    const said = { functionId: detail.id, qualifier, action, principal: principal.text };
    const standing = decided.statementId ? null : await findStanding(db(), said);
    const input: StatementInput = {
      statementId: decided.statementId ?? standing?.statementId ?? statementIdFor(id),
      target: { ...base, qualifier },
      action,
      principal,
    };
    const statement = renderStatement(input);
    const isThere = findStatement(policy, input.statementId) !== null;
    const after = isThere
      ? { text: policy ?? "", bytes: readPolicy(policy).bytes }
      : addStatement(policy, statement);
    items.push({
      itemId: id,
      input,
      statement: JSON.stringify(statement, null, 2),
      bytes: isThere ? 0 : statementBytes(statement),
      isThere,
      standing,
      policyBytesAfter: after.bytes,
      // What is about to be written is counted among what is coming.
      fits: isThere || standing?.state === "applying" || after.bytes + room.comingBytes <= policyLimitBytes,
      line: addPermissionLine(input, { region: detail.region }),
      phrases: describeGrant({ input, aliasVersion: version ?? undefined, untilText: ask.untilText }),
      diff: policyDiff(policy, after.text),
      findings: requestFindings({
        input,
        policy,
        aliases: detail.aliases,
        ownerOrganizationId: detail.account.organizationId,
        granteeOrganizationId,
        room,
        permanent: ask.durationDays === null,
        standing: standing && {
          untilText: standing.expiresAt ? dayText(standing.expiresAt) : null,
          isRemoved: standing.state === "active" && !isThere,
        },
      }),
    });
  }
  const shown = items.map(({ statement, diff, findings }) => ({
    statement,
    diff,
    findings: findings.map(({ code }) => code),
  }));
  const hash = createHash("sha256").update(canonicalJson(shown)).digest("hex");
  return { items, hash };
}
