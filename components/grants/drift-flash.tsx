import { shownDrift } from "@/lib/lambda/drift";
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
    "What was approved was another function of that name. Where this one is meant, too, restore it or ask anew; or accept that the grant is over.",
  ],
  function_gone: ["The function is gone", "Its policies went with it. Accept that the grant is over."],
};

/** Of what was adopted, which is not written again here; where something else is to be said. */
const ofAdopted: Record<string, string> = {
  missing:
    "Calls are refused. It was adopted, not written here, so that it is not written again: accept that it is over; then ask for it, where it is needed.",
  replaced:
    "The statement went with it, and calls are refused. It was adopted, not written here, so that it is not written again: accept that it is over; then ask for it, where it is needed.",
  altered:
    "What stands is not what was adopted. Remove it, or accept that the grant is over: what stands is out of band then, and can be adopted anew.",
  function_recreated:
    "What was adopted was on another function of that name. Accept that it is over: what stands on this one is out of band then, and can be adopted anew; where nothing does, ask for it.",
};

/** A grant's drift as one or two words, for a list. @param event the call that an event told of */
export function driftTitle(drift: string, event: string | null): string {
  return sentences[shownDrift(drift, event)]?.[0] ?? drift;
}

/** A call's name without the API's date, which CloudTrail adds. */
const callName = (event: string) => event.replace(/\d{8}(v\d)?$/, "");

/** What is known of how a grant differs from what stands. */
export interface Drifted {
  /** Whether it was written here, or adopted. */
  origin: string;
  /** How what stands in AWS differs from what was granted; null when it does not. */
  drift: string | null;
  /** When that was noticed. */
  driftSince: Date | null;
  /** When it was last read as granted. */
  driftAfter: Date | null;
  /** When it happened, by which call and by whom, where an event said so. */
  driftAt: Date | null;
  driftEvent: string | null;
  driftBy: string | null;
  /** The statement that is there instead. */
  driftFound: string | null;
  /** What was granted, as AWS returned it. */
  statement: string | null;
}

/** Since when: when AWS says that it happened, with who did it; or between which readings it did. */
function SinceWhen({
  grant: { driftSince, driftAfter, driftAt, driftEvent, driftBy },
  now,
}: {
  grant: Drifted;
  now: string;
}) {
  const noticed = driftSince ? <TimeAgo at={driftSince.toISOString()} now={now} /> : null;
  if (driftAt && driftEvent)
    return (
      <>
        {" "}
        AWS says: {callName(driftEvent)} <TimeAgo at={driftAt.toISOString()} now={now} />
        {driftBy ? `, by ${driftBy}` : ""}; noticed {noticed}.
      </>
    );
  return (
    <>
      {" "}
      Noticed {noticed}
      {driftAfter ? (
        <>
          ; last read as granted <TimeAgo at={driftAfter.toISOString()} now={now} />
        </>
      ) : null}
      .
    </>
  );
}

/** What changed in AWS, since when, and what is there instead. @param now the server's clock */
export function DriftFlash({ grant, now }: { grant: Drifted; now: string }) {
  const { drift, driftSince, driftFound, driftEvent, statement, origin } = grant;
  const shown = shownDrift(drift ?? "", driftEvent);
  const [title, general] = sentences[shown] ?? ["It differs from what was granted", ""];
  const sentence = (origin === "adopted" && ofAdopted[shown]) || general;
  return (
    <Flash tone="danger" title={title}>
      {sentence}
      {driftSince ? <SinceWhen grant={grant} now={now} /> : null}
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
