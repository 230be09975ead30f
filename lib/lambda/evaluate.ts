import { canFunctionPolicyGrant } from "./actions";
import { callerAccount, contextOf, isServiceLinked, type Caller, type Circumstances } from "./caller";
import { allows, judge, type Asked, type Judgement } from "./judge";
import { reasonsOf, type Place, type Reason } from "./reasons";
import { all, any, type Truth } from "./truth";
import type { Decision, PolicyDocument } from "./types";

/** What the caller's own side says, of what is given. */
export interface IdentitySide {
  /** Absent: nothing is allowed by it. */
  policies?: PolicyDocument[];
  permissionBoundary?: PolicyDocument;
  sessionPolicy?: PolicyDocument;
  /** Service control policies: levels, of which every one must allow. */
  scps?: PolicyDocument[][];
}

/** One call to decide. */
export interface Question extends Circumstances {
  caller: Caller;
  action: string;
  /** The function's ARN as it is called, qualified or not. */
  resource: string;
  /** The policy of that very target; null when there is none. */
  functionPolicy: PolicyDocument | null;
  /** Absent: only the function's side is asked, and the caller's is theirs to answer for. */
  identity?: IdentitySide;
  /** Resource control policies: levels, of which every one must allow. */
  rcps?: PolicyDocument[][];
}

export interface Answer {
  decision: Decision;
  explicitDeny: boolean;
  /** Statement by statement. */
  reasons: () => Reason[];
  /** The sides that do not allow, of those that must. */
  blockedBy: Place["policy"][];
}

interface Judged {
  place: Place;
  judgement: Judgement;
}

const none: PolicyDocument = { statements: [], bytes: 0 };
const owner = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/;

function judgeLevels(policy: "scp" | "rcp", levels: PolicyDocument[][], asked: Asked) {
  const judged: Judged[] = [];
  const truths = levels.map((documents, level) => {
    const own = documents.map((document, index) => {
      const judgement = judge(document, asked, policy === "rcp");
      judged.push({ place: { policy, level, document: index }, judgement });
      return allows(judgement);
    });
    return any(own);
  });
  return { judged, truth: all(truths) };
}

/** The limits on what a caller's own policies can give: absent ones limit nothing. */
function limitsOf({ permissionBoundary, sessionPolicy }: IdentitySide, asked: Asked) {
  const judged: Judged[] = [];
  const limit = (policy: "boundary" | "session", document: PolicyDocument | undefined): Truth => {
    if (!document) return "yes";
    const judgement = judge(document, asked, false);
    judged.push({ place: { policy }, judgement });
    return allows(judgement);
  };
  const truths = {
    boundary: limit("boundary", permissionBoundary),
    session: limit("session", sessionPolicy),
  };
  return { judged, truths };
}

/**
 * What the function's policy gives by itself. Across accounts it is one of two sides. Within one, naming the account
 * only delegates; a role named is held by boundary and session policy; a user, a session or `*` named is not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
function sameAccount({ allow }: Judgement, identity: Truth, limits: Truth): Truth {
  return any([allow.direct, all([allow.role, limits]), identity]);
}

/**
 * Decides one call: an explicit Deny wins; across accounts both sides must allow; within one, either; every level of
 * an organization's policies must allow. What can't be read or is not known makes the answer `unknown`, never no.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function evaluate(question: Question): Answer {
  const { caller, action, resource, identity } = question;
  const context = contextOf(caller, resource, question);
  const asked: Asked = {
    caller,
    action: action.toLowerCase(),
    resource,
    bounded: Boolean(identity?.permissionBoundary),
    context,
  };
  const account = callerAccount(caller);
  const isOwn = account !== null && account === owner.exec(resource)?.[1];
  const judgement = judge(question.functionPolicy ?? none, asked, true);
  if (!canFunctionPolicyGrant(action, !isOwn)) judgement.allow = { direct: "no", role: "no", account: "no" };
  const judged: Judged[] = [{ place: { policy: "function" }, judgement }];

  const isService = caller.kind === "service";
  const held = !isServiceLinked(caller);
  const sides: Partial<Record<Place["policy"], Truth>> = {};
  let own: Truth = "yes";
  if (identity && !isService) {
    const policies = (identity.policies ?? []).map((document, index): Judged => ({
      place: { policy: "identity", document: index },
      judgement: judge(document, asked, false),
    }));
    const { judged: limiting, truths } = limitsOf(identity, asked);
    judged.push(...policies, ...limiting);
    sides.identity = any(policies.map((one) => allows(one.judgement)));
    Object.assign(sides, truths);
    own = all([sides.identity, truths.boundary, truths.session]);
    if (isOwn) own = sameAccount(judgement, own, all([truths.boundary, truths.session]));
  }
  if (!isOwn || !identity) sides.function = allows(judgement);
  for (const [policy, levels] of [
    ["scp", isService || !held ? [] : (identity?.scps ?? [])],
    ["rcp", held ? (question.rcps ?? []) : []],
  ] as const) {
    const { judged: more, truth } = judgeLevels(policy, levels, asked);
    judged.push(...more);
    sides[policy] = truth;
  }
  const allow = all([own, sides.function ?? "yes", sides.scp ?? "yes", sides.rcp ?? "yes"]);
  const deny = any(judged.map((one) => one.judgement.deny));
  const decision = decide(deny, allow);
  const blockedBy = decision === "allowed" || (isOwn && own === "yes") ? [] : blocking(sides);
  const explicitDeny = deny === "yes";
  // The words are put together for whoever reads them: most callers count decisions only.
  return { decision, explicitDeny, blockedBy, reasons: () => reasonsOf(judged, blockedBy) };
}

function blocking(sides: Partial<Record<Place["policy"], Truth>>): Place["policy"][] {
  const order: Place["policy"][] = ["function", "identity", "boundary", "session", "scp", "rcp"];
  return order.filter((policy) => sides[policy] === "no");
}

function decide(deny: Truth, allow: Truth): Decision {
  if (deny === "yes" || allow === "no") return "denied";
  return deny === "unknown" || allow === "unknown" ? "unknown" : "allowed";
}
