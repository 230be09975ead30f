import type { RequestState } from "@/lib/db/generated/client";

/** Yes, or no with the reason a disabled button shows. */
export type Can = { ok: true } | { ok: false; reason: string };

const over: Record<Exclude<RequestState, "pending">, string> = {
  approved: "It has been approved already.",
  applied: "It has been approved and applied already.",
  rejected: "It has been rejected already.",
  withdrawn: "It was withdrawn.",
  lapsed: "It lapsed, since nobody decided in time. It can be asked again.",
};

const whilePending = ({ state }: { state: RequestState }): Can =>
  state === "pending" ? { ok: true } : { ok: false, reason: over[state] };

/** What a request's state lets be done with it; who may is for the rules to say (lib/identity/may.ts). */
export const requestCan = {
  approve: whilePending,
  reject: whilePending,
  withdraw: whilePending,
  comment: (): Can => ({ ok: true }),
  giveBack: ({ justifications }: { justifications?: { endedAt: Date | null }[] }): Can =>
    justifications?.some(({ endedAt }) => endedAt === null)
      ? { ok: true }
      : { ok: false, reason: "Nothing of it stands any more." },
};
