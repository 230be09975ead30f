import type { TargetItem } from "@/components/functions/target-card";
import { sortTargets, type FunctionDetail, type TargetDetail } from "@/lib/catalog/get-function";
import { parseFunctionArn } from "@/lib/lambda/arn";
import { isReadable, readPolicy } from "@/lib/lambda/policy";
import { statementFindings } from "@/lib/lambda/statement-findings";
import type { Finding } from "@/lib/lambda/types";

function findingsOf(detail: FunctionDetail, target: TargetDetail): Map<number, Finding[]> {
  const owner = parseFunctionArn(detail.arn);
  if (!owner.ok) return new Map();
  const readable = readPolicy(target.policy).statements.filter(isReadable);
  return new Map(readable.map((statement) => [statement.ordinal, statementFindings(statement, owner.value)]));
}

function routingOf(value: unknown): Record<string, number> | null {
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([version, weight]) => [version, Number(weight)]));
}

/** A function's targets as its page shows them: all but versions that nobody is let into. */
export function targetItems(detail: FunctionDetail): TargetItem[] {
  const shown = detail.targets.filter((target) => target.kind !== "version" || target.statements.length > 0);
  return sortTargets(shown).map((target) => {
    const findings = findingsOf(detail, target);
    return {
      ...target,
      routing: routingOf(target.routing),
      statements: target.statements.map(({ grant, ...statement }) => ({
        ...statement,
        requestId: grant?.requestId ?? null,
        expiresAt: grant?.expiresAt ?? null,
        findings: findings.get(statement.ordinal) ?? [],
      })),
    };
  });
}
