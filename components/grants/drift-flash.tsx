import { prettyJson } from "@/lib/lambda/pretty";
import { CodeBlock } from "../ui/code-block";
import { Flash } from "../ui/flash";
import { TimeAgo } from "../ui/time-ago";

const sentences: Record<string, [title: string, sentence: string]> = {
  missing: [
    "Somebody removed the statement",
    "Calls are refused. Restore it, or accept that the grant is over.",
  ],
  replaced: [
    "Somebody replaced the whole policy",
    "The statement went with it, and calls are refused. Restore it, or accept that the grant is over.",
  ],
  altered: [
    "Somebody changed the statement",
    "What stands is not what was approved. Remove it, or accept that the grant is over; then ask anew.",
  ],
  principal_orphaned: [
    "The role or user was deleted",
    "The statement names nobody any more, and may keep AWS from taking others. Remove it.",
  ],
  alias_gone: ["The alias or version is gone", "Its policy went with it. Accept that the grant is over."],
  function_recreated: [
    "The function was made anew",
    "What was approved was another function of that name. Accept that the grant is over; ask anew where this one is meant, too.",
  ],
  function_gone: ["The function is gone", "Its policies went with it. Accept that the grant is over."],
};

/** A grant's drift as one or two words, for a list. */
export function driftTitle(drift: string): string {
  return sentences[drift]?.[0] ?? drift;
}

/** What changed in AWS, since when, and what is there instead. @param now the server's clock */
export function DriftFlash({
  grant: { drift, driftSince, driftFound, driftBy, statement },
  now,
}: {
  grant: {
    drift: string | null;
    driftSince: Date | null;
    driftFound: string | null;
    driftBy: string | null;
    statement: string | null;
  };
  now: string;
}) {
  const [title, sentence] = sentences[drift ?? ""] ?? ["It differs from what was granted", ""];
  return (
    <Flash tone="danger" title={title}>
      {sentence}
      {driftSince ? (
        <>
          {" "}
          Noticed <TimeAgo at={driftSince.toISOString()} now={now} />
          {driftBy ? `; AWS says it was ${driftBy}` : ""}.
        </>
      ) : null}
      {driftFound && statement ? (
        <details className="mt-2">
          <summary className="text-accent">What stands, and what was granted</summary>
          <div className="mt-2 grid gap-2 lg:grid-cols-2">
            <CodeBlock label="statement that stands" code={prettyJson(driftFound)} />
            <CodeBlock label="statement as granted" code={prettyJson(statement)} />
          </div>
        </details>
      ) : null}
    </Flash>
  );
}
