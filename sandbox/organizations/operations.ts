import { organizationOf } from "../accounts";
import { authorize } from "../iam/authorize";
import { AwsError } from "../errors";
import type { AccountState, Answer, Call, Organization, State } from "../types";
import { denied, invalidInput, notInUse } from "./errors";

/** The most accounts of one page, and how many are answered when not asked for fewer. */
const pageSize = 20;

type Input = { MaxResults?: unknown; NextToken?: unknown };

const arnOf = (
  state: State,
  { managementAccountId }: Organization,
  kind: "account" | "organization",
  id = "",
) => `arn:aws:organizations::${managementAccountId}:${kind}/${state.organizationId}${id && `/${id}`}`;
const emailOf = (accountId: string) => `aws+${accountId}@example.com`;

/** The organization of the caller, where its identity policies let it ask. */
function organization(state: State, call: Call, action: string): Organization {
  const { caller } = call;
  const decision = authorize(state, {
    caller,
    action: `organizations:${action}`,
    resource: "*",
    resourceAccountId: caller.accountId,
  });
  if (!decision.allowed) throw denied(decision.message);
  if (!state.organization || !organizationOf(state, caller.accountId)) throw notInUse();
  return state.organization;
}

/** From any account of the organization. https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html */
function describeOrganization(state: State, call: Call) {
  const found = organization(state, call, "DescribeOrganization");
  const { managementAccountId } = found;
  return {
    Organization: {
      Id: state.organizationId,
      Arn: arnOf(state, found, "organization"),
      FeatureSet: "ALL",
      MasterAccountArn: arnOf(state, found, "account", managementAccountId),
      MasterAccountId: managementAccountId,
      MasterAccountEmail: emailOf(managementAccountId),
      AvailablePolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }],
    },
  };
}

function accountJson(state: State, found: Organization, { id, name, membership }: AccountState) {
  const {
    state: accountState = "ACTIVE",
    joinedMethod = "CREATED",
    joinedAt = "2025-06-01T10:00:00.000Z",
  } = membership ?? {};
  return {
    Id: id,
    Arn: arnOf(state, found, "account", id),
    Name: name,
    Email: emailOf(id),
    State: accountState,
    Status: accountState,
    Paths: [`${state.organizationId}/r-demo/${id}/`],
    JoinedMethod: joinedMethod,
    JoinedTimestamp: Date.parse(joinedAt) / 1000,
  };
}

/** From the management account or a delegated administrator. https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html */
function listAccounts(state: State, call: Call, { MaxResults = pageSize, NextToken }: Input) {
  const found = organization(state, call, "ListAccounts");
  const { managementAccountId, delegatedAdministrators } = found;
  if (![managementAccountId, ...delegatedAdministrators].includes(call.caller.accountId)) throw denied();
  if (
    typeof MaxResults !== "number" ||
    !Number.isInteger(MaxResults) ||
    MaxResults < 1 ||
    MaxResults > pageSize
  )
    throw invalidInput(
      Number(MaxResults) > pageSize ? "MAX_VALUE_EXCEEDED" : "MIN_VALUE_EXCEEDED",
      "You specified a value for MaxResults that is outside of 1 to 20.",
    );
  const token = typeof NextToken === "string" ? Buffer.from(NextToken, "base64url").toString("utf8") : "0";
  if (!/^\d+$/.test(token)) throw invalidInput("INVALID_NEXT_TOKEN", "You specified an invalid NextToken.");
  const all = Object.values(state.accounts).filter(({ inOrganization }) => inOrganization);
  const end = Number(token) + MaxResults;
  return {
    Accounts: all.slice(Number(token), end).map((account) => accountJson(state, found, account)),
    ...(end < all.length ? { NextToken: Buffer.from(String(end)).toString("base64url") } : {}),
  };
}

const operations: Record<string, (state: State, call: Call, input: Input) => unknown> = {
  "AWSOrganizationsV20161128.DescribeOrganization": describeOrganization,
  "AWSOrganizationsV20161128.ListAccounts": listAccounts,
};

/**
 * Answers a call of Organizations: JSON 1.1, the operation in the header `x-amz-target`.
 * @throws AwsError as the service does
 */
export function answerOrganizations(state: State, call: Call): Answer {
  const operation = operations[call.headers["x-amz-target"] ?? ""];
  if (!operation) throw new AwsError(400, "UnknownOperationException", "The sandbox has no such operation.");
  let input: unknown;
  try {
    input = JSON.parse(call.body.toString("utf8") || "{}");
  } catch {
    throw new AwsError(400, "SerializationException", "The request is not JSON.");
  }
  return {
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.1" },
    body: JSON.stringify(operation(state, call, typeof input === "object" && input ? input : {})),
  };
}
