import type { ListedGrantItem } from "@/components/grants/grant-table";
import type { ListedGrant } from "@/lib/grants/list";
import type { Actor } from "@/lib/identity/types";
import { grantItem } from "./grant-item";

/** A grant of a list as its row shows it. */
export function listedItem(actor: Actor, grant: ListedGrant): ListedGrantItem {
  const { request, function: owned, ...row } = grant;
  const approval = request.reviews[0];
  return {
    ...row,
    ...grantItem(actor, row, {
      requesterId: request.requesterId,
      approverId: approval?.reviewerId ?? null,
      owners: owned.owners,
      asked: request,
    }),
    requesterName: request.requester.name,
    glassBrokenByName: request.glassBrokenBy?.name ?? null,
    approverName: approval?.reviewer.name ?? null,
  };
}
