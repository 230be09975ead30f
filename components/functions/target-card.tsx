import { paths } from "@/lib/paths";
import { ExposureMark } from "../access/exposure-mark";
import { ButtonLink } from "../ui/button";
import { Card } from "../ui/card";
import { CodeBlock } from "../ui/code-block";
import type { ForeignActions } from "./foreign-buttons";
import { StatementTable, type FindingItem, type StatementItem } from "./statement-table";
import type { Exposure } from "@/lib/lambda/types";

/** A target with its policy. */
export interface TargetItem {
  qualifier: string;
  kind: string;
  version: string | null;
  routing: Record<string, number> | null;
  exposure: Exposure;
  policy: string | null;
  policyBytes: number;
  statements: StatementItem[];
  /** Statements that the filters hide. */
  hidden: number;
  /** About the policy as a whole. */
  findings: FindingItem[];
}

function titleOf(functionName: string, target: TargetItem): string {
  if (target.kind === "function") return functionName;
  return `${functionName}:${target.qualifier}`;
}

function noteOf({ kind, version, routing }: TargetItem): string {
  if (kind === "function") return "without a qualifier: runs $LATEST";
  if (kind === "version") return "a published version; it never changes";
  const also = Object.entries(routing ?? {}).map(
    ([other, weight]) => ` (and version ${other} for ${Math.round(weight * 100)} %)`,
  );
  return `alias → version ${version}${also.join("")}`;
}

/** One section a target: who can invoke it, and the way in. */
export function TargetCard({
  functionId,
  functionName,
  target,
  now,
  limitBytes,
  actions,
}: {
  functionId: string;
  functionName: string;
  target: TargetItem;
  now: string;
  limitBytes: number;
  actions: ForeignActions;
}) {
  const title = titleOf(functionName, target);
  return (
    <Card
      id={`target-${target.qualifier || "unqualified"}`}
      flush
      title={<span className="font-mono">{title}</span>}
      note={noteOf(target)}
      aside={
        <>
          <ExposureMark exposure={target.exposure} />
          <ButtonLink
            href={paths.newRequest({ function: functionId, qualifier: target.qualifier })}
            aria-label={`Request access to ${title}`}
          >
            Request access
          </ButtonLink>
        </>
      }
    >
      {target.statements.length > 0 ? (
        <StatementTable
          caption={`Who can invoke ${title}`}
          rows={target.statements}
          now={now}
          actions={actions}
        />
      ) : (
        <p className="px-3.5 py-3 text-sm text-muted">
          {target.hidden > 0
            ? `None of its ${target.hidden} statements matches the filters.`
            : "Its policy lets nobody in. Identities of its own account may still invoke it by their own policies."}
        </p>
      )}
      {target.findings.length > 0 ? (
        <ul aria-label={`Findings of ${title}`} className="flex flex-col gap-1 border-t px-3.5 py-2 text-sm">
          {target.findings.map((finding) => (
            <li key={finding.code}>
              <b className="font-medium">{finding.title}.</b>{" "}
              <span className="text-muted">{finding.detail}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {target.policy ? (
        <details className="border-t px-3.5 py-2">
          <summary className="text-xs text-muted">
            Policy document, {target.policyBytes.toLocaleString("en")} of {limitBytes.toLocaleString("en")}{" "}
            bytes
          </summary>
          <div className="mt-2">
            <CodeBlock
              label={`policy of ${title}`}
              code={JSON.stringify(JSON.parse(target.policy), null, 2)}
            />
          </div>
        </details>
      ) : null}
    </Card>
  );
}
