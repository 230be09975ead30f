import Link from "next/link";
import { paths } from "@/lib/paths";
import { Tag } from "../ui/tag";

/** Where a statement is from: a request granted here (or adopted by one), or out of band. */
export function SourceText({
  requestId,
  sid,
  adopted = false,
}: {
  requestId: number | null;
  sid: string | null;
  adopted?: boolean;
}) {
  if (requestId !== null) {
    return (
      <>
        {adopted ? "out of band, taken over by" : "granted by"}{" "}
        <Link href={paths.request(requestId)} className="text-accent underline">
          request {requestId}
        </Link>
      </>
    );
  }
  return (
    <span>
      <Tag tone="neutral">out of band</Tag>
      {sid ? (
        <code className="mt-0.5 block text-xs break-all text-faint">{sid}</code>
      ) : (
        <span className="block text-xs text-faint">no statement ID</span>
      )}
    </span>
  );
}
