import { Phrases } from "@/components/requests/phrases";
import { AutoRefresh } from "@/components/ui/auto-refresh";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { PageHeader } from "@/components/ui/page-header";
import { Tag } from "@/components/ui/tag";
import { TimeAgo } from "@/components/ui/time-ago";
import { listEvents } from "@/lib/audit/list";
import type { Actor } from "@/lib/identity/types";
import { targetName } from "@/lib/lambda/arn";
import { dayText } from "@/lib/lambda/duration";
import { describeForeign } from "@/lib/lambda/foreign-words";
import { prettyJson } from "@/lib/lambda/pretty";
import { paths } from "@/lib/paths";
import type { RequestDetail } from "@/lib/requests/get";
import { reasonsFor } from "@/lib/requests/reasons";
import { AccessCard } from "./access-card";
import { FactsCard } from "./facts-card";
import { DecidedActions } from "./header-actions";
import { RequestTimeline } from "./timeline";

type Grant = RequestDetail["grants"][number];

function Statement({ grant }: { grant: Grant }) {
  const { statement, principal, action, functionName, qualifier, expiresAt, state } = grant;
  if (statement === null) return null;
  const past = state === "revoked" || state === "expired";
  const untilText = expiresAt ? dayText(expiresAt) : undefined;
  const facts = { document: statement, principal, action, functionName, qualifier, untilText, past };
  return (
    <>
      <Card title={past ? "What it allowed" : "What it allows"}>
        <Phrases phrases={describeForeign(facts)} />
      </Card>
      <Card title="Exact statement" note="as somebody made it in AWS">
        <CodeBlock label="statement" code={prettyJson(statement)} />
      </Card>
    </>
  );
}

/** A statement that somebody made in AWS, and what was decided about it: nothing is left to be approved. */
export async function ForeignPage({ actor, request }: { actor: Actor; request: RequestDetail }) {
  const { id, kind, state, requester, createdAt, function: fn, items, grants } = request;
  const now = new Date().toISOString();
  const { rows: events } = await listEvents({ requestId: id }, { limit: 200 });
  const moving = state === "approved" || grants.some((grant) => grant.state === "revoking");
  const signInHref = paths.signIn({ callbackUrl: paths.request(id) });
  const adopted = kind === "adoption";
  return (
    <>
      {moving ? <AutoRefresh /> : null}
      <PageHeader
        title={
          <>
            {adopted ? "Adopted" : "Removal"}:{" "}
            <span className="font-mono text-[0.92em] [overflow-wrap:anywhere]">{grants[0]?.statementId}</span>{" "}
            on{" "}
            <span className="font-mono text-[0.92em]">{targetName(fn.name, items[0]?.qualifier ?? "")}</span>
          </>
        }
        sub={
          <span className="flex flex-wrap items-center gap-2">
            <Tag tone="neutral">{adopted ? "Adopted" : "Removal"}</Tag> Request {id} by {requester.name},{" "}
            <TimeAgo at={createdAt.toISOString()} now={now} />
          </span>
        }
        actions={
          <DecidedActions
            {...{ request, now, signInHref }}
            what={targetName(fn.name, items[0]?.qualifier ?? "")}
            reasons={reasonsFor(actor, request, null)}
            analysisHash=""
          />
        }
      />
      <div className="grid items-start gap-x-6 lg:grid-cols-[minmax(0,1fr)_340px]">
        <div className="min-w-0">
          <AccessCard actor={actor} request={request} now={now} signInHref={signInHref} />
          {grants.map((grant) => (
            <Statement key={grant.id} grant={grant} />
          ))}
        </div>
        <div className="min-w-0">
          <FactsCard request={request} />
          <Card title="Timeline">
            <RequestTimeline request={request} events={events} now={now} />
          </Card>
        </div>
      </div>
    </>
  );
}
