import type { Phrase } from "@/lib/lambda/describe";
import type { DiffLine } from "@/lib/lambda/policy-diff";
import type { Finding } from "@/lib/lambda/types";
import { Card } from "../ui/card";
import { CodeBlock } from "../ui/code-block";
import { DiffView } from "../ui/diff-view";
import { FindingLines } from "./findings-list";
import { Phrases } from "./phrases";

/** One item of a request as a reviewer reads it. */
export interface ReviewItem {
  itemId: string;
  phrases: Phrase[];
  statement: string;
  line: string;
  /** Those it adds; 0 when its statement stands already. */
  bytes: number;
  policyBytesAfter: number;
  diff: DiffLine[];
  findings: Finding[];
}

/**
 * What will be allowed, in words; how the live policy changes; what speaks against it.
 * @param pending still to be decided
 * @param live whether it allows anything now
 */
export function ItemCard({
  item,
  targetText,
  pending,
  live,
  limitBytes,
}: {
  item: ReviewItem;
  targetText: string;
  pending: boolean;
  live: boolean;
  limitBytes: number;
}) {
  return (
    <>
      <Card title={pending ? "What it will allow" : live ? "What it allows" : "What was asked for"}>
        <Phrases phrases={item.phrases} />
      </Card>
      {pending ? (
        <Card
          title={
            <>
              Policy of <span className="font-mono">{targetText}</span>
            </>
          }
          note={
            item.bytes === 0
              ? "nothing is written: the statement stands already"
              : `adds ${item.bytes} bytes; then ${item.policyBytesAfter.toLocaleString("en")} of ${limitBytes.toLocaleString("en")}`
          }
          flush
        >
          <DiffView rows={item.diff} label={`How the policy of ${targetText} changes`} />
        </Card>
      ) : (
        <Card title="Exact statement">
          <CodeBlock label="statement" code={item.statement} />
        </Card>
      )}
      {pending ? (
        <Card title="Findings" note={item.findings.length === 0 ? "nothing speaks against it" : undefined}>
          {item.findings.length > 0 ? (
            <ul>
              <FindingLines findings={item.findings} />
            </ul>
          ) : null}
          <details className="mt-2">
            <summary className="w-fit text-sm text-accent">The same on the command line</summary>
            <div className="mt-1.5">
              <CodeBlock label="add-permission line" code={item.line} wrap />
            </div>
          </details>
        </Card>
      ) : null}
    </>
  );
}
