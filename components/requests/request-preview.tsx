import { getAction, parseAction } from "@/lib/lambda/actions";
import { addPermissionLine } from "@/lib/lambda/add-permission-line";
import { parseQualifier } from "@/lib/lambda/arn";
import { describeGrant } from "@/lib/lambda/describe";
import { durationText } from "@/lib/lambda/duration";
import { addStatement, policyLimitBytes } from "@/lib/lambda/policy";
import { parseGrantee } from "@/lib/lambda/principal";
import { requestFindings } from "@/lib/lambda/request-findings";
import { renderStatement, statementBytes, statementIdFor } from "@/lib/lambda/statement";
import type { StatementInput } from "@/lib/lambda/types";
import { Card } from "../ui/card";
import { CodeBlock } from "../ui/code-block";
import { FindingLines } from "./findings-list";
import { Phrases } from "./phrases";

/** What the preview knows of the function asked for. */
export interface PreviewFunction {
  partition: string;
  accountId: string;
  region: string;
  name: string;
  aliases: string[];
  organizationId: string | null;
  targets: {
    qualifier: string;
    version: string | null;
    policy: string | null;
    /** What grants say of the room in it. */
    room?: { endedSids: string[]; comingBytes: number };
  }[];
  /** Grants that stand, each as its statement says it; `untilText` null: without an end. */
  standing: {
    qualifier: string;
    action: string;
    principal: string;
    statementId: string;
    untilText: string | null;
  }[];
}

/** What is typed so far. */
export interface Typed {
  qualifier: string;
  action: string;
  principal: string;
  durationDays: string;
  permanent: boolean;
}

/** How long it is asked for, in words; null: without an end; undefined while that can't be told. */
function untilOf({ durationDays, permanent }: Typed): string | null | undefined {
  if (permanent) return null;
  return Number(durationDays) > 0 ? `${durationText(Number(durationDays))} after approval` : undefined;
}

/** What is typed as a statement's input; null while something can't be yet. */
export function inputOf(typed: Typed, fn: PreviewFunction, draftId: string): StatementInput | null {
  const [qualifier, action, principal] = [
    parseQualifier(typed.qualifier),
    parseAction(typed.action),
    parseGrantee(typed.principal),
  ];
  if (!qualifier.ok || !action.ok || !principal.ok) return null;
  if (qualifier.value && !getAction(action.value).takesQualifier) return null;
  const { partition, accountId, region, name } = fn;
  return {
    statementId: statementIdFor(draftId),
    target: { partition, accountId, region, functionName: name, qualifier: qualifier.value },
    action: action.value,
    principal: principal.value,
  };
}

/** The grant that stands for just what is typed; undefined when there is none. */
export function standingOf(typed: Typed, { standing }: PreviewFunction) {
  const [action, principal] = [parseAction(typed.action), parseGrantee(typed.principal)];
  if (!action.ok || !principal.ok) return undefined;
  const same = { qualifier: typed.qualifier, action: action.value, principal: principal.value.text };
  return standing.find(
    (one) =>
      one.qualifier === same.qualifier && one.action === same.action && one.principal === same.principal,
  );
}

/**
 * Beside the form, always current: what it will let happen, the statement, the command line, what speaks against it,
 * who can approve. The same code looks at it when it is sent, reviewed and applied.
 */
export function RequestPreview({
  typed,
  fn,
  draftId,
  approvers,
  permanentApprovers,
  organizations,
}: {
  typed: Typed;
  fn: PreviewFunction;
  draftId: string;
  approvers: string[];
  /** Who can approve that it has no end. */
  permanentApprovers: string[];
  organizations: Record<string, string | null>;
}) {
  const input = inputOf(typed, fn, draftId);
  const whoApproves = (
    <>
      <Approvers who="Who can approve" approvers={approvers} />
      {typed.permanent ? (
        <Approvers who="Which of them can approve that it has no end" approvers={permanentApprovers} />
      ) : null}
    </>
  );
  if (!input) {
    return (
      <Card title="Preview">
        <p className="text-sm text-muted">
          Once the target, the action and the principal are filled in, the exact statement stands here.
        </p>
        {whoApproves}
      </Card>
    );
  }
  const { principal } = input;
  const target = fn.targets.find(({ qualifier }) => qualifier === input.target.qualifier);
  const policy = target?.policy ?? null;
  const standing = standingOf(typed, fn);
  const shown = standing ? { ...input, statementId: standing.statementId } : input;
  const statement = renderStatement(shown);
  const added = standing
    ? "it stands already: no bytes are added"
    : `${statementBytes(statement)} bytes; the policy then has ${addStatement(policy, statement).bytes.toLocaleString("en")} of ${policyLimitBytes.toLocaleString("en")}`;
  const findings = requestFindings({
    input,
    policy,
    aliases: fn.aliases,
    ownerOrganizationId: fn.organizationId,
    granteeOrganizationId: "accountId" in principal ? organizations[principal.accountId] : undefined,
    room: target?.room,
    permanent: typed.permanent,
    standing,
  });
  return (
    <>
      <Card title="What it will allow">
        <Phrases
          phrases={describeGrant({
            input,
            aliasVersion: target?.version ?? undefined,
            untilText: untilOf(typed),
          })}
        />
      </Card>
      <Card title="Exact statement" note={added}>
        <CodeBlock label="statement" code={JSON.stringify(statement, null, 2)} />
        <h3 className="mt-3 mb-1.5 text-sm font-medium">The same on the command line</h3>
        <CodeBlock label="add-permission line" code={addPermissionLine(shown, { region: fn.region })} wrap />
      </Card>
      <Card title="Findings" note={findings.length === 0 ? "nothing speaks against it" : undefined}>
        {findings.length > 0 ? (
          <ul>
            <FindingLines findings={findings} />
          </ul>
        ) : null}
        {whoApproves}
      </Card>
    </>
  );
}

function Approvers({ who, approvers }: { who: string; approvers: string[] }) {
  return (
    <p className="mt-2 text-sm">
      <span className="text-muted">{who}: </span>
      {approvers.join(", ") || "nobody yet"}
    </p>
  );
}
