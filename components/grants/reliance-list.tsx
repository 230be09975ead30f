import Link from "next/link";
import { paths } from "@/lib/paths";
import { TimeAgo } from "../ui/time-ago";

/** A request that a grant stands for. */
export interface ReliedOn {
  requestId: number;
  requesterName: string;
  /** Null: without an end. */
  expiresAt: Date | null;
}

/** Who still relies on a grant, each with their request and its end. @param now the server's clock */
export function RelianceList({ reliedOnBy, now }: { reliedOnBy: ReliedOn[]; now: string }) {
  return (
    <ul aria-label="Who relies on it">
      {reliedOnBy.map(({ requestId, requesterName, expiresAt }) => (
        <li key={requestId}>
          <Link href={paths.request(requestId)} className="text-accent underline">
            request {requestId}
          </Link>{" "}
          of {requesterName},{" "}
          {expiresAt ? (
            <>
              until <TimeAgo at={expiresAt.toISOString()} now={now} />
            </>
          ) : (
            "without an end"
          )}
        </li>
      ))}
    </ul>
  );
}
