import { formatFunctionArn } from "./arn";
import { getAction } from "./actions";
import { evaluate } from "./evaluate";
import { findOrphans } from "./orphaned";
import { addStatement, isReadable, policyLimitBytes, readPolicy } from "./policy";
import { policyRoom, statementName, type RoomFacts } from "./policy-room";
import { fullWords, nearlyFullWords } from "./room-words";
import { renderStatement } from "./statement";
import type { Finding, StatementInput } from "./types";

/** What a request is looked at with. */
export interface RequestFacts {
  input: StatementInput;
  /** The target's policy now; null when there is none. */
  policy: string | null;
  /** Aliases of the function. */
  aliases: string[];
  ownerOrganizationId?: string | null;
  /** The grantee's organization; undefined when not known. */
  granteeOrganizationId?: string | null;
  /** What grants say of the room in the policy. */
  room?: Pick<RoomFacts, "endedSids" | "comingBytes">;
  /** Whether it is asked for without an end. */
  permanent?: boolean;
  /** A grant whose statement says this already, and until when (null: without an end); null when there is none. */
  standing?: { untilText: string | null; isRemoved?: boolean } | null;
}

type Check = (facts: RequestFacts) => Finding | null;

const finding = (code: string, level: Finding["level"], title: string, detail: string): Finding => ({
  code,
  level,
  title,
  detail,
});

const ownAccount: Check = ({ input: { principal, target } }) =>
  "accountId" in principal && principal.accountId === target.accountId
    ? finding(
        "own-account",
        "info",
        "It is the function's own account",
        "Within one account an identity policy alone is enough; this statement is not needed.",
      )
    : null;

const wholeAccount: Check = ({ input: { principal } }) =>
  principal.kind === "account"
    ? finding(
        "whole-account",
        "warning",
        `It trusts the whole account ${principal.accountId}`,
        "Its administrators decide which identities may use it. Where one role calls, name that role instead.",
      )
    : null;

const organization: Check = ({ input: { principal } }) =>
  principal.kind === "organization"
    ? finding(
        "organization",
        "danger",
        "It reaches every account of the organization",
        "Accounts that join later are included. Name the accounts or roles that call, where they can be counted.",
      )
    : null;

const dangerousAction: Check = ({ input: { action } }) => {
  if (action === "lambda:*") {
    return finding(
      "all-actions",
      "danger",
      "lambda:* includes DeleteFunction and UpdateFunctionCode",
      "The grantee can delete the function and replace its code. Ask for the actions that are needed, each by itself.",
    );
  }
  return getAction(action).danger
    ? finding(
        "changes-function",
        "danger",
        `${action} changes the function`,
        "The grantee can change what every other caller gets. Make sure that this is meant.",
      )
    : null;
};

const unqualified: Check = ({ input: { target, action }, aliases }) =>
  target.qualifier === "" && aliases.length > 0 && getAction(action).takesQualifier
    ? finding(
        "unqualified",
        "warning",
        `It bypasses the aliases (${aliases.join(", ")})`,
        "A call without a qualifier runs $LATEST, the code as it was last changed. Ask for an alias instead.",
      )
    : null;

const otherOrganization: Check = ({ input: { principal }, ownerOrganizationId, granteeOrganizationId }) => {
  if (!ownerOrganizationId) return null;
  if (principal.kind === "organization") {
    return principal.text === ownerOrganizationId
      ? null
      : finding(
          "other-organization",
          "danger",
          "It is another organization",
          `The function's account belongs to ${ownerOrganizationId}.`,
        );
  }
  if (!("accountId" in principal) || granteeOrganizationId === ownerOrganizationId) return null;
  return granteeOrganizationId === undefined
    ? finding(
        "unknown-account",
        "warning",
        `Account ${principal.accountId} is not known here`,
        "Whether it belongs to your organization can't be told. Check the number with whoever asked.",
      )
    : finding(
        "other-organization",
        "danger",
        `Account ${principal.accountId} is outside your organization`,
        "Make sure that somebody answers for it there.",
      );
};

const size: Check = ({ input, policy, standing, room: known }) => {
  if (standing && !standing.isRemoved) return null;
  const added = renderStatement(input);
  const bytes = addStatement(policy, added).bytes + (known?.comingBytes ?? 0);
  if (bytes <= policyLimitBytes * 0.9) return null;
  const room = policyRoom(policy, added, { ...known, ownerAccountId: input.target.accountId });
  const said = bytes.toLocaleString("en");
  const limit = policyLimitBytes.toLocaleString("en");
  return room.over > 0
    ? finding(
        "policy-full",
        "danger",
        `The policy would be ${said} bytes, over the limit of ${limit}`,
        fullWords(room),
      )
    : finding(
        "policy-near-limit",
        "warning",
        `The policy would be ${said} of ${limit} bytes`,
        nearlyFullWords(room),
      );
};

const orphan: Check = ({ policy }) => {
  const [statement] = findOrphans(policy);
  return statement
    ? finding(
        "orphan-blocks",
        "warning",
        "The policy names a role or user that was deleted",
        `AWS may refuse to add to it until statement ${statementName(statement)} is removed${statement.sid === null ? ": in AWS, since it has no ID" : ""}.`,
      )
    : null;
};

const already: Check = ({ input, policy, standing }) => {
  if (standing) {
    const until = standing.untilText ? `until ${standing.untilText}` : "without an end";
    return finding(
      "already-stands",
      "info",
      "A grant for the same stands already",
      standing.isRemoved
        ? `Its statement was removed in AWS. Approved, it is written again, and stands for this request too.`
        : `It stands ${until}. Approved, it stands for this request too, and goes when the last request's time is over; no second statement is written.`,
    );
  }
  const { decision, reasons } = evaluate({
    caller: input.principal,
    action: input.action,
    resource: formatFunctionArn(input.target),
    functionPolicy: readPolicy(policy),
  });
  if (decision !== "allowed") return null;
  const by = reasons().find((reason) => reason.effect === "Allow" && !reason.conditional);
  return finding(
    "already-granted",
    "info",
    "The policy already allows this",
    `Statement ${by ? statementName({ sid: by.sid, ordinal: by.ordinal ?? 0 }) : ""} does. A second one lets you take it back by itself, and gives it an end.`,
  );
};

const noEnd: Check = ({ permanent }) =>
  permanent
    ? finding(
        "no-end",
        "warning",
        "It has no end",
        "Nobody will be asked again whether it is still needed. Where it can be told until when it is, ask for days.",
      )
    : null;

const unreadable: Check = ({ policy }) =>
  readPolicy(policy).statements.some((one) => !isReadable(one))
    ? finding(
        "unreadable",
        "warning",
        "The policy holds a statement that can't be read",
        "What it allows or denies is unknown; look at the document itself.",
      )
    : null;

const denies: Check = ({ policy }) =>
  readPolicy(policy).statements.some((one) => isReadable(one) && one.effect === "Deny")
    ? finding("deny", "info", "The policy holds a Deny", "Where it matches, it wins over this statement.")
    : null;

const checks: Check[] = [
  dangerousAction,
  organization,
  otherOrganization,
  size,
  wholeAccount,
  noEnd,
  unqualified,
  orphan,
  unreadable,
  denies,
  already,
  ownAccount,
];

/** What speaks against a request, or should be known before it is approved; the gravest first. */
export function requestFindings(facts: RequestFacts): Finding[] {
  const found = checks.flatMap((check) => check(facts) ?? []);
  const rank = { danger: 0, warning: 1, info: 2 };
  return found.sort((a, b) => rank[a.level] - rank[b.level]);
}
