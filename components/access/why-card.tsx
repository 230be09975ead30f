import clsx from "clsx";
import { targetName } from "@/lib/lambda/arn";
import type { MarkedLine } from "@/lib/lambda/marked";
import type { Decision } from "@/lib/lambda/types";
import { Card } from "../ui/card";
import { Tag } from "../ui/tag";

/** The answer for one target. */
export interface WhyItem {
  qualifier: string;
  arn: string;
  decision: Decision;
  statements: {
    ordinal: number;
    sid: string | null;
    effect: "Allow" | "Deny" | null;
    why: string;
    lines: MarkedLine[];
  }[];
  wouldDiffer: string[];
}

const answers: Record<Decision, ["positive" | "danger" | "warning", string]> = {
  allowed: ["positive", "yes"],
  denied: ["danger", "no"],
  unknown: ["warning", "depends on the call"],
};
const marks = {
  decides: "bg-accent-soft font-medium",
  open: "bg-warning-soft",
};

function Lines({ label, lines }: { label: string; lines: MarkedLine[] }) {
  return (
    <pre
      tabIndex={0}
      role="region"
      aria-label={label}
      className="overflow-x-auto rounded-md border bg-sunken py-2 font-mono text-xs leading-5"
    >
      {lines.map((line, index) => (
        <span key={index} className={clsx("block px-3", line.mark && marks[line.mark])}>
          {line.text}
          {line.mark ? (
            <span className="sr-only"> ({line.mark === "open" ? "not known" : "met"})</span>
          ) : null}
        </span>
      ))}
    </pre>
  );
}

/** Whether one target lets somebody in, by which statements, and what would change that. */
export function WhyCard({ functionName, target }: { functionName: string; target: WhyItem }) {
  const [tone, word] = answers[target.decision];
  const title = targetName(functionName, target.qualifier);
  return (
    <Card
      title={<span className="font-mono">{title}</span>}
      note={target.qualifier === "" ? "without a qualifier" : undefined}
      aside={<Tag tone={tone}>{word}</Tag>}
    >
      {target.statements.map((statement) => (
        <div key={statement.ordinal} className="mb-3">
          <p className="mb-1 text-sm">
            <b className="font-medium">{statement.sid ?? `Statement ${statement.ordinal + 1}`}</b>:{" "}
            {statement.why}
          </p>
          <Lines
            label={`Statement ${statement.sid ?? statement.ordinal + 1} of ${title}`}
            lines={statement.lines}
          />
        </div>
      ))}
      {target.statements.length === 0 ? (
        <p className="mb-2 text-sm">No statement speaks of this call.</p>
      ) : null}
      <h3 className="text-xs font-medium text-muted">For the answer to be another</h3>
      <ul className="mt-0.5 text-sm">
        {target.wouldDiffer.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Card>
  );
}
