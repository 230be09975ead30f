import { may } from "@/lib/identity/may";
import { mayApprove } from "@/lib/identity/may-approve";
import type { Actor, Answer, Resource } from "@/lib/identity/types";

/** A request that a grant stands for now, as far as the rules look at it. */
export interface StandsFor {
  requestId: number;
  /** When it ends; null: without an end. */
  expiresAt: Date | null;
  request: { requesterId: string; state: string; glassBrokenById: string | null };
}

/** The columns of a justification that say so. */
export const standsForColumns = {
  requestId: true,
  expiresAt: true,
  request: { select: { requesterId: true, state: true, glassBrokenById: true } },
} as const;

/** What a grant is restored for. */
export interface Restored {
  principalAccountId: string | null;
  /** Those that have not ended. */
  justifications: StandsFor[];
}

/**
 * May this actor have a grant's statement written again? That decides anew on each request that it stands for, so that
 * it takes being let to approve every one of them, as when it was reviewed, besides to restore.
 * @param grant how it is named in the rules
 */
export function mayRestore(
  actor: Actor,
  grant: Extract<Resource, { type: "Grant" }>,
  { principalAccountId, justifications }: Restored,
): Answer {
  const answers = [
    () => may(actor, "restore", grant),
    ...justifications.map(({ requestId: id, expiresAt, request }) => () => {
      const { requesterId, state, glassBrokenById } = request;
      const facts = { requesterId, state, glassBrokenById, principalAccountId, function: grant.function };
      return mayApprove(actor, { type: "Request", id, ...facts }, expiresAt === null);
    }),
  ];
  for (const ask of answers) {
    const answer = ask();
    if (!answer.ok) return answer;
  }
  return { ok: true };
}
