import { Tag, type Tone } from "../ui/tag";

export type GrantStateName = "applying" | "active" | "revoking" | "revoked" | "expired" | "failed";

const words: Record<GrantStateName, [Tone, string]> = {
  applying: ["accent", "Applying"],
  active: ["positive", "Active"],
  revoking: ["warning", "Being revoked"],
  revoked: ["neutral", "Revoked"],
  expired: ["neutral", "Expired"],
  failed: ["danger", "Failed"],
};

/** A grant's state: what was read back from AWS. */
export function GrantState({ state }: { state: GrantStateName }) {
  const [tone, word] = words[state];
  return <Tag tone={tone}>{word}</Tag>;
}
