import type { StatementItem } from "@/components/functions/statement-table";
import type { TargetItem } from "@/components/functions/target-card";
import type { AccessQuery } from "@/lib/access/query";
import { isOfAge } from "@/lib/access/query";
import { sortTargets, type FunctionDetail, type StatementDetail } from "@/lib/catalog/get-function";
import type { Actor } from "@/lib/identity/types";
import { coversAction } from "@/lib/lambda/match";
import { foreignItems } from "./foreign-items";

function routingOf(value: unknown): Record<string, number> | null {
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([version, weight]) => [version, Number(weight)]));
}

/** Whether a statement meets the filters that the access pages have too. */
function isAskedFor(statement: StatementDetail, query: AccessQuery, now: Date): boolean {
  const { action, exposure, source, condition, age, at } = query;
  const covers = (asked: string) =>
    statement.actions.some((one) => coversAction(one, asked)) !== statement.notAction;
  return (
    (!action || statement.unreadable !== null || covers(action)) &&
    (!exposure || statement.exposure === exposure) &&
    (!source || (source === "granted") === (statement.grantId !== null)) &&
    (!condition ||
      (condition === "none"
        ? statement.conditions.length === 0
        : statement.conditions.includes(condition))) &&
    (!age || isOfAge(age, statement.firstSeenAt, at ?? now))
  );
}

/** A function's targets as its page shows them: all but versions that nobody is let into. */
export function targetItems(actor: Actor, detail: FunctionDetail, query: AccessQuery): TargetItem[] {
  const now = new Date();
  const foreignOf = foreignItems(actor, detail);
  const shown = detail.targets.filter((target) => target.kind !== "version" || target.statements.length > 0);
  return sortTargets(shown).map((target) => {
    // Findings are of what stands now.
    const findings = query.at
      ? []
      : detail.findings.filter(({ qualifier }) => qualifier === target.qualifier);
    const statements = target.statements.filter((statement) => isAskedFor(statement, query, now));
    return {
      ...target,
      policy: target.snapshots[0]?.policy ?? null,
      hidden: target.statements.length - statements.length,
      routing: routingOf(target.routing),
      findings: findings.filter(({ ordinal }) => ordinal === null),
      statements: statements.map(({ grant, ...statement }): StatementItem => ({
        ...statement,
        requestId: grant?.requestId ?? null,
        adopted: grant?.origin === "adopted",
        expiresAt: grant?.expiresAt ?? null,
        findings: findings.filter(({ ordinal }) => ordinal === statement.ordinal),
        foreign: query.at || grant ? null : foreignOf(target, statement),
      })),
    };
  });
}
