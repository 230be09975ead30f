import { Tag, type Tone } from "../ui/tag";

export type RequestStateName = "pending" | "approved" | "applied" | "rejected" | "withdrawn" | "lapsed";

const words: Record<RequestStateName, [Tone, string]> = {
  pending: ["accent", "Pending review"],
  approved: ["accent", "Approved, being applied"],
  applied: ["positive", "Applied"],
  rejected: ["danger", "Rejected"],
  withdrawn: ["neutral", "Withdrawn"],
  lapsed: ["neutral", "Lapsed"],
};

/** Whether a request was applied by break-glass and its review is still owed. */
export function isOwed(request: { glassBrokenAt: Date | null; reviewedAt: Date | null }): boolean {
  return request.glassBrokenAt !== null && request.reviewedAt === null;
}

/** A request's state: a decision, not the fact of access. @param owed a review of it is owed after break-glass */
export function RequestState({ state, owed = false }: { state: RequestStateName; owed?: boolean }) {
  const [tone, word] = words[state];
  if (!owed) return <Tag tone={tone}>{word}</Tag>;
  return (
    <span className="inline-flex flex-wrap gap-1">
      <Tag tone={tone}>{state === "approved" ? "Being applied" : word}</Tag>
      <Tag tone="danger">Review owed</Tag>
    </span>
  );
}
