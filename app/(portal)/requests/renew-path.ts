import { paths } from "@/lib/paths";

/** What was asked for before. */
export interface AskedBefore {
  functionId: string;
  qualifier: string;
  action: string;
  principal: string;
  reason: string;
  /** Null: without an end. */
  durationDays: number | null;
}

/** The form with the facts of an earlier request: once approved, what still stands of it stands for longer, with no gap. */
export function renewPath({ functionId, durationDays, reason, ...facts }: AskedBefore): string {
  const { qualifier, action, principal } = facts;
  return paths.newRequest({
    ...{ function: functionId, qualifier, action, principal },
    ...(durationDays === null ? { permanent: "yes" } : { days: durationDays }),
    reason,
  });
}
