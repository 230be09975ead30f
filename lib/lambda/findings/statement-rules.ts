import { coversAction } from "../match";
import { describePrincipal } from "../principal";
import { statementReach } from "../reach";
import type { Principal, Statement } from "../types";
import type { StatementRule } from "./types";

const keysOf = ({ conditionList }: Statement) => conditionList.map(({ key }) => key);
const covers = (statement: Statement, action: string) =>
  statement.actions.some((one) => coversAction(one, action)) !== statement.notAction;
const namesOf = (principals: Principal[]) => principals.map(describePrincipal).join(", ");

const isPublic: StatementRule = (statement, { owner }) => {
  const { exposure, conditional } = statementReach(statement, owner);
  if (exposure !== "public") return null;
  if (conditional)
    return {
      code: "public-by-condition",
      level: "warning",
      title: "Public, but for its conditions",
      detail: "It names everybody, and only conditions that don't say who calls hold some back.",
      exposed: "Everybody whose call meets the conditions",
      wayOut: "Name the accounts or the organization that call, and keep the conditions.",
    };
  return {
    code: "public",
    level: "danger",
    title: "Public: everybody on the internet",
    detail: "Anybody with an AWS account, and for a function URL without one, can call it.",
    exposed: "Everybody",
    wayOut: "Remove the statement; name the accounts or the organization that call instead.",
  };
};

const wholeAccount: StatementRule = (statement, { owner }) => {
  const foreign = statement.principals.filter(
    (one) => one.kind === "account" && one.accountId !== owner.accountId,
  );
  if (foreign.length === 0 || statement.notPrincipal || keysOf(statement).includes("aws:principalarn"))
    return null;
  return {
    code: "whole-account",
    level: "info",
    title: "A whole account, where a role would do",
    detail: "Whoever administers that account decides which of its identities can call.",
    exposed: namesOf(foreign),
    wayOut: "Ask which role calls, grant that role, and remove this statement.",
  };
};

const dangerous = [
  "lambda:UpdateFunctionCode",
  "lambda:DeleteFunction",
  "lambda:UpdateAlias",
  "lambda:DeleteAlias",
];

const changesCode: StatementRule = (statement) => {
  const named = dangerous.filter((action) => covers(statement, action));
  if (named.length === 0) return null;
  const isAll = named.length === dangerous.length;
  return {
    code: isAll ? "all-actions" : "changes-code",
    level: "danger",
    title: isAll ? "All actions, deletion and new code included" : "It can change what runs",
    detail: `It allows ${named.join(", ")}.`,
    exposed: namesOf(statement.principals),
    wayOut: "Grant the actions that are needed, each by itself.",
  };
};

const confusedDeputy: StatementRule = (statement) => {
  const services = statement.principals.filter(({ kind }) => kind === "service");
  const guards = [
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "lambda:eventsourcetoken",
  ];
  if (services.length === 0 || keysOf(statement).some((key) => guards.includes(key))) return null;
  return {
    code: "confused-deputy",
    level: "warning",
    title: "A service without SourceArn or SourceAccount",
    detail:
      "The service acts for whoever asks it to: a stranger's resource can make it call (a confused deputy).",
    exposed: `Anybody with a resource of ${services.map(({ text }) => text).join(", ")}`,
    wayOut: "Hold it to the resource that is meant: SourceArn, and SourceAccount for a bucket.",
  };
};

const orphan: StatementRule = ({ principals }) => {
  const gone = principals.filter(({ kind }) => kind === "orphan");
  if (gone.length === 0) return null;
  return {
    code: "orphan",
    level: "warning",
    title: "The role or user was deleted",
    detail: "Nobody can use it; a new one of the same name is another. AWS may refuse further statements.",
    exposed: `Nobody (${gone.map(({ text }) => text).join(", ")})`,
    wayOut: "Remove the statement; grant the new role by a request if it is still needed.",
  };
};

const outsideOrganization: StatementRule = ({ principals }, { owner, organizationOf }) => {
  const own = organizationOf(owner.accountId);
  if (!own) return null;
  const foreign = principals.filter(
    (one) => "accountId" in one && one.accountId !== owner.accountId && organizationOf(one.accountId) !== own,
  );
  const others = principals.filter((one) => one.kind === "organization" && one.text !== own);
  if (foreign.length + others.length === 0) return null;
  return {
    code: "outside-organization",
    level: "warning",
    title: "Outside the organization",
    detail: `It names somebody who is not in ${own}, as far as is known here.`,
    exposed: namesOf([...foreign, ...others]),
    wayOut: "Check the contract with them; acknowledge it with a date, or remove the statement.",
  };
};

/** Rules about one Allow statement that can be read. */
export const statementRules: StatementRule[] = [
  isPublic,
  changesCode,
  confusedDeputy,
  orphan,
  outsideOrganization,
  wholeAccount,
];
