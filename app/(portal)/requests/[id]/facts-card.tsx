import Link from "next/link";
import { Card } from "@/components/ui/card";
import { Facts } from "@/components/ui/facts";
import { Mono } from "@/components/ui/mono";
import { durationText } from "@/lib/lambda/duration";
import { paths } from "@/lib/paths";
import type { RequestDetail } from "@/lib/requests/get";

/** What was asked for, as it was written. */
export function FactsCard({ request }: { request: RequestDetail }) {
  const { functionId, function: fn, items, principal, durationDays, reason, ticket, kind } = request;
  return (
    <Card title="Request">
      <Facts
        entries={[
          [
            "Function",
            <Link key="f" href={paths.function(functionId)} className="text-accent hover:underline">
              {fn.name}
            </Link>,
          ],
          ["Account", `${fn.account.name} (${fn.accountId}), ${fn.region}`],
          [
            "Action",
            <span key="a" className="font-mono text-xs break-all">
              {items.map((item) => item.action).join(", ")}
            </span>,
          ],
          ["Grantee", <Mono key="g" text={principal} copy />],
          ["For", kind === "removal" ? null : durationText(durationDays)],
          [
            "Reason",
            <span key="r" className="whitespace-pre-wrap">
              {reason}
            </span>,
          ],
          ["Ticket", ticket],
        ]}
      />
    </Card>
  );
}
