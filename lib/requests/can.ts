import type { RequestKind, RequestState } from "@/lib/db/generated/client";

/** Yes, or no with the reason a disabled button shows. */
export type Can = { ok: true } | { ok: false; reason: string };

const over: Record<Exclude<RequestState, "pending">, string> = {
  approved: "It has been approved already.",
  applied: "It has been approved and applied already.",
  rejected: "It has been rejected already.",
  withdrawn: "It was withdrawn.",
  lapsed: "It lapsed: its time was over before it was decided, or applied. It can be asked again.",
};

/** A request as far as break-glass goes. */
interface Glass {
  glassBrokenAt: Date | null;
  reviewedAt: Date | null;
}

const whilePending = ({
  state,
  glassBrokenAt,
}: {
  state: RequestState;
  glassBrokenAt?: Date | null;
}): Can => {
  if (state === "pending") return { ok: true };
  const isBroken = glassBrokenAt && (state === "approved" || state === "applied");
  return { ok: false, reason: isBroken ? "It was applied by break-glass already." : over[state] };
};

/** What a request's state lets be done with it; who may is for the rules to say (lib/identity/may.ts). */
export const requestCan = {
  approve: whilePending,
  reject: whilePending,
  withdraw: whilePending,
  comment: (): Can => ({ ok: true }),
  breakGlass: (request: { state: RequestState; kind: RequestKind; glassBrokenAt?: Date | null }): Can =>
    request.kind === "access"
      ? whilePending(request)
      : { ok: false, reason: "It asks for no access that could be applied at once." },
  settleGlass: ({ glassBrokenAt, reviewedAt }: Glass): Can => {
    if (!glassBrokenAt) return { ok: false, reason: "No glass was broken; no review of that is owed." };
    return reviewedAt ? { ok: false, reason: "The review that was owed has been given." } : { ok: true };
  },
  giveBack: ({ justifications }: { justifications?: { endedAt: Date | null }[] }): Can =>
    justifications?.some(({ endedAt }) => endedAt === null)
      ? { ok: true }
      : { ok: false, reason: "Nothing of it stands any more." },
};
