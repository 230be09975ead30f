import type { Metadata } from "next";
import { GrantTable } from "@/components/grants/grant-table";
import { RequestTable } from "@/components/requests/request-table";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { expiringGrants, failedGrants } from "@/lib/grants/list";
import { unreadDangers } from "@/lib/notifications/list";
import { paths } from "@/lib/paths";
import { listRequests } from "@/lib/requests/list";
import { requireActor } from "../require-actor";
import { revoke } from "./grants/actions";
import { listedItem } from "./grants/listed-item";
import { Urgent } from "./urgent";

export const metadata: Metadata = { title: "Home" };

const soonDays = 14;

/** What needs me? */
export default async function HomePage() {
  const actor = await requireActor();
  const [waiting, owed, mine, expiring, failed, dangers] = await Promise.all([
    listRequests(actor, { of: "waiting" }, 10),
    listRequests(actor, { of: "owed" }, 10),
    listRequests(actor, { of: "mine" }, 10),
    expiringGrants(actor, soonDays),
    failedGrants(actor),
    unreadDangers(actor),
  ]);
  const lingering = failed.filter(({ state }) => state === "revoking");
  const needing = failed.filter(({ state }) => state !== "revoking");
  const told = dangers.filter(({ grantId }) => !lingering.some(({ id }) => id === grantId));
  const now = new Date().toISOString();
  const signInHref = paths.signIn({ callbackUrl: paths.home() });
  const grants = (rows: typeof expiring) => (
    <GrantTable
      rows={rows.map((row) => listedItem(actor, row))}
      now={now}
      revoke={revoke}
      signInHref={signInHref}
    />
  );
  return (
    <>
      <PageHeader
        title={`What needs you, ${actor.name.split(" ")[0]}`}
        actions={
          <>
            <ButtonLink href={paths.functions()}>Find a function</ButtonLink>
            <ButtonLink variant="primary" href={paths.newRequest()}>
              Request access
            </ButtonLink>
          </>
        }
      />
      <Urgent
        lingering={lingering.length > 0 ? grants(lingering) : null}
        dangers={told}
        now={now}
        signInHref={signInHref}
      />
      {owed.rows.length > 0 ? (
        <Card title="Reviews owed" note="applied by break-glass, before anybody reviewed it" flush>
          <RequestTable rows={owed.rows} now={now} action="Review" />
        </Card>
      ) : null}
      {needing.length > 0 ? (
        <Card title="Failed or changed in AWS, and needs somebody" flush>
          {grants(needing)}
        </Card>
      ) : null}
      <Card
        title="Waiting for your review"
        aside={
          <a className="text-accent" href={paths.requests({ of: "waiting" })}>
            All
          </a>
        }
        flush
      >
        {waiting.rows.length > 0 ? (
          <RequestTable rows={waiting.rows} now={now} action="Review" />
        ) : (
          <EmptyState title="Nothing waits for you">Requests on functions you own appear here.</EmptyState>
        )}
      </Card>
      <Card
        title="Your requests"
        aside={
          <a className="text-accent" href={paths.requests({ of: "mine" })}>
            All
          </a>
        }
        flush
      >
        {mine.rows.length > 0 ? (
          <RequestTable rows={mine.rows} now={now} />
        ) : (
          <EmptyState
            title="You have asked for nothing yet"
            action={<ButtonLink href={paths.functions()}>Find a function</ButtonLink>}
          >
            Find the function you want to call, see who can invoke it today, and ask for access.
          </EmptyState>
        )}
      </Card>
      <Card title={`Ending within ${soonDays} days`} flush>
        {expiring.length > 0 ? (
          grants(expiring)
        ) : (
          <EmptyState title="No access ends soon">
            Grants of yours, or on your functions, appear here before they end.
          </EmptyState>
        )}
      </Card>
    </>
  );
}
