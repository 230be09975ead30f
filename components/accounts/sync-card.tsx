import { Card } from "../ui/card";
import { Progress } from "../ui/progress";
import { TimeAgo } from "../ui/time-ago";

/** How far a sync is. */
export interface SyncItem {
  state: string;
  startedBy: string;
  createdAt: Date;
  done: number;
  total: number | null;
  secondsLeft: number | null;
  partsDone: number;
  parts: number;
  calls: number;
}

function words({ state, done, total, secondsLeft, partsDone, parts, calls }: SyncItem): string {
  const of = total === null ? "" : ` of ${total}`;
  const left =
    secondsLeft === null || state !== "running" ? "" : `, about ${Math.max(1, secondsLeft)} s left`;
  return `${done}${of} functions, ${partsDone} of ${parts} accounts and regions, ${calls} calls${left}`;
}

const titles: Record<string, string> = {
  waiting: "Sync waits",
  running: "Sync under way",
  done: "Last sync",
  failed: "Last sync: part of it failed",
};

/** The latest sync, with its progress while it runs. @param now the server's clock */
export function SyncCard({ sync, now }: { sync: SyncItem; now: string }) {
  return (
    <Card
      title={titles[sync.state] ?? "Sync"}
      aside={
        <span className="text-muted">
          started by {sync.startedBy}, <TimeAgo at={sync.createdAt.toISOString()} now={now} />
        </span>
      }
    >
      <Progress value={sync.done} max={sync.total} label="Functions read" />
      <p className="mt-2 text-sm" data-testid="sync-progress">
        {words(sync)}
      </p>
    </Card>
  );
}
