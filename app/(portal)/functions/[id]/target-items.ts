import type { TargetItem } from "@/components/functions/target-card";
import { sortTargets, type FunctionDetail } from "@/lib/catalog/get-function";

function routingOf(value: unknown): Record<string, number> | null {
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([version, weight]) => [version, Number(weight)]));
}

/** A function's targets as its page shows them: all but versions that nobody is let into. */
export function targetItems(detail: FunctionDetail): TargetItem[] {
  const shown = detail.targets.filter((target) => target.kind !== "version" || target.statements.length > 0);
  return sortTargets(shown).map((target) => {
    const findings = detail.findings.filter(({ qualifier }) => qualifier === target.qualifier);
    return {
      ...target,
      routing: routingOf(target.routing),
      findings: findings.filter(({ ordinal }) => ordinal === null),
      statements: target.statements.map(({ grant, ...statement }) => ({
        ...statement,
        requestId: grant?.requestId ?? null,
        expiresAt: grant?.expiresAt ?? null,
        findings: findings.filter(({ ordinal }) => ordinal === statement.ordinal),
      })),
    };
  });
}
