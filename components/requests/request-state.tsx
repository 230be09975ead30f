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

/** A request's state: a decision, not the fact of access. */
export function RequestState({ state }: { state: RequestStateName }) {
  const [tone, word] = words[state];
  return <Tag tone={tone}>{word}</Tag>;
}
