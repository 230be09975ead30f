import { readFileSync } from "node:fs";
import path from "node:path";
import { accountOf } from "../accounts";
import type { State } from "../types";
import { seededId } from "./seed";

/** An account of the estate, as accounts.json lists them for the product to import. */
export interface EstateAccount {
  id: string;
  name: string;
  organizationId?: string;
  roleArn?: string;
  externalId?: string;
  regions: string[];
}

/** The product's home: its process has this account's credentials. */
export const home = "555566667777";

/** The estate's accounts. */
export function readAccounts(): EstateAccount[] {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, "accounts.json"), "utf8")) as EstateAccount[]; // a file of ours
}

const policy = (Action: string[], Resource = "*") =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] });
const createdAt = "2026-02-01T08:00:00.000Z";

export function addRole(
  state: State,
  accountId: string,
  name: string,
  trust: unknown,
  actions: string[],
): void {
  const arn = `arn:aws:iam::${accountId}:role/${name}`;
  const trustPolicy = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const policies: Record<string, string> = actions.length > 0 ? { inline: policy(actions) } : {};
  accountOf(state, accountId).roles[name] = {
    name,
    path: "/",
    arn,
    uniqueId: seededId("AROA", arn),
    createdAt,
    description: "",
    trustPolicy,
    policies,
  };
}

function addUser(state: State, accountId: string, name: string, actions: string[]): void {
  const arn = `arn:aws:iam::${accountId}:user/${name}`;
  accountOf(state, accountId).users[name] = {
    name,
    path: "/",
    arn,
    uniqueId: seededId("AIDA", arn),
    createdAt,
    policies: { inline: policy(actions) },
    accessKeys: [],
  };
}

const byAccount = (id: string) => ({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${id}:root` },
  Action: "sts:AssumeRole",
});

/** What the product's role needs in each account, and no more. */
const connectorActions = [
  "lambda:GetAccountSettings",
  "lambda:ListFunctions",
  "lambda:ListVersionsByFunction",
  "lambda:ListAliases",
  "lambda:ListTags",
  "lambda:GetPolicy",
  "lambda:AddPermission",
  "lambda:RemovePermission",
];

/** The role that the product assumes in an account. */
export function addConnector(state: State, accountId: string, externalId: string): void {
  const trust = { ...byAccount(home), Condition: { StringEquals: { "sts:ExternalId": externalId } } };
  addRole(state, accountId, "XaccountConnector", trust, connectorActions);
}

/** The accounts with their roles and users. */
export function addIdentities(state: State): void {
  for (const { id, name, organizationId, externalId } of readAccounts()) {
    Object.assign(accountOf(state, id), { name, inOrganization: organizationId !== undefined });
    if (externalId) addConnector(state, id, externalId);
  }
  const invoking = ["lambda:InvokeFunction", "lambda:InvokeFunctionUrl", "lambda:GetFunction*"];
  const roles: [string, string[]][] = [
    ["111122223333", ["checkout", "orders", "cart"]],
    ["444455556666", ["reporting", "etl-nightly"]],
    ["123456789012", ["settlement", "fraud-scoring"]],
    ["666677778888", ["transcoder", "thumbnailer"]],
    ["222233334444", ["login", "session-store"]],
    ["555566667777", ["deployer", "observability"]],
    ["777788889999", ["integration"]],
  ];
  for (const [id, names] of roles)
    for (const name of names) addRole(state, id, name, byAccount(id), invoking);
  addUser(state, "111122223333", "developer", invoking);
  addUser(state, "444455556666", "analyst", invoking);
  addUser(state, "777788889999", "partner-ci", invoking);
}
