import { conditionWords } from "./condition-words";
import { isReadable } from "./policy";
import type { Bearing, Judgement } from "./judge";

/** Which document. `level` and `document` count from 0 where there are several. */
export interface Place {
  policy: "function" | "identity" | "boundary" | "session" | "scp" | "rcp";
  level?: number;
  document?: number;
}

/** One statement that bears on the answer; or, without one, a side that says nothing. */
export interface Reason extends Place {
  ordinal: number | null;
  sid: string | null;
  effect: "Allow" | "Deny" | null;
  /** Whether it depends on something that is not known. */
  conditional: boolean;
  /** One sentence. */
  why: string;
}

const sides: Record<Place["policy"], string> = {
  function: "The function's policy does not allow the call",
  identity: "No identity policy of the caller allows the call",
  boundary: "The caller's permission boundary does not allow the call",
  session: "The session policy does not allow the call",
  scp: "A level of the organization's service control policies does not allow the call",
  rcp: "A level of the organization's resource control policies does not allow the call",
};

function why({ statement, truth, grade }: Bearing): string {
  if (!isReadable(statement))
    return `${statement.unreadable} It can't be read, so what it does is not known.`;
  const verb = statement.effect === "Allow" ? "allows" : "denies";
  const through = grade === "account" ? ", for those of the account whose own policies allow it too" : "";
  if (truth === "yes") return `It ${verb} the call${through}.`;
  const words = conditionWords(statement.conditionList);
  return words === ""
    ? `It ${verb} the call for some of those asked about.`
    : `It ${verb} the call if ${words}.`;
}

/** Why, statement by statement, in the order the documents were looked at; then the sides that say nothing. */
export function reasonsOf(
  judged: { place: Place; judgement: Judgement }[],
  blockedBy: Place["policy"][],
): Reason[] {
  const reasons: Reason[] = [];
  for (const { place, judgement } of judged) {
    for (const bearing of judgement.bearings) {
      const { statement, truth } = bearing;
      const { ordinal, sid, effect } = statement;
      reasons.push({ ...place, ordinal, sid, effect, conditional: truth === "unknown", why: why(bearing) });
    }
  }
  for (const policy of blockedBy) {
    const silent = { policy, ordinal: null, sid: null, effect: null, conditional: false };
    reasons.push({ ...silent, why: `${sides[policy]}.` });
  }
  return reasons;
}
