import type { PartPicture, SyncPicture } from "@/lib/catalog/sync-progress";
import { Card } from "../ui/card";
import { Progress } from "../ui/progress";
import { Table } from "../ui/table";
import { TimeAgo } from "../ui/time-ago";

const count = (value: number) => value.toLocaleString("en");

/** A time span as one says it. */
function span(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

function words(sync: SyncPicture): string {
  const { done, total, secondsLeft, partsDone, parts, calls, throttles, unchanged } = sync;
  const of = total === null ? "" : ` of ${count(total)}`;
  const left = secondsLeft === null || sync.state !== "running" ? "" : `, about ${span(secondsLeft)} left`;
  const slowed = throttles > 0 ? `, ${count(throttles)} of them throttled` : "";
  const same = unchanged > 0 ? ` (${count(unchanged)} unchanged, not read again)` : "";
  return `${count(done)}${of} functions${same}, ${partsDone} of ${parts} accounts and regions, ${count(calls)} calls${slowed}${left}`;
}

function partWords({ done, total, unchanged }: PartPicture): string {
  const of = total === null ? "" : ` of ${count(Math.max(total, done))}`;
  return `${count(done)}${of} functions${unchanged > 0 ? `, ${count(unchanged)} unchanged` : ""}`;
}

const titles: Record<string, string> = {
  waiting: "Sync waits",
  running: "Sync under way",
  done: "Last sync",
  failed: "Last sync: part of it failed",
};

function Trouble({ part, now }: { part: PartPicture; now: string }) {
  if (!part.failure) return part.throttles > 0 ? `throttled ${count(part.throttles)} times` : "none";
  return (
    <>
      <span className="text-danger">{part.failure}</span>{" "}
      {part.state === "running" && part.retryAt ? (
        <>
          It is tried again{" "}
          {new Date(part.retryAt) > new Date(now) ? <TimeAgo at={part.retryAt} now={now} /> : "now"}.
        </>
      ) : null}
    </>
  );
}

/** The latest sync and what earlier ones are still at, with its progress while it runs. @param now the server's clock */
export function SyncCard({ sync, now }: { sync: SyncPicture; now: string }) {
  return (
    <Card
      title={titles[sync.state] ?? "Sync"}
      flush
      aside={
        <span className="text-muted">
          started by {sync.startedBy}, <TimeAgo at={sync.createdAt} now={now} />
        </span>
      }
    >
      <div className="px-3.5 py-3">
        <Progress value={sync.done} max={sync.total} label="Functions read" />
        <p className="mt-2 text-sm" data-testid="sync-progress">
          {words(sync)}
        </p>
      </div>
      {sync.shown.length > 0 ? (
        <div className="border-t">
          <Table
            caption="Accounts and regions under way"
            rows={sync.shown}
            rowKey={(part) => `${part.accountId} ${part.region}`}
            columns={[
              {
                header: "Account and region",
                cell: (part) => (
                  <>
                    <span className="font-mono text-xs">{part.accountId}</span> {part.region}
                  </>
                ),
              },
              {
                header: "Read",
                cell: (part) => (
                  <>
                    {partWords(part)}
                    {part.since ? (
                      <span className="text-muted">
                        , by a sync started <TimeAgo at={part.since} now={now} />
                      </span>
                    ) : null}
                  </>
                ),
              },
              { header: "Trouble", cell: (part) => <Trouble part={part} now={now} /> },
            ]}
          />
        </div>
      ) : null}
    </Card>
  );
}
