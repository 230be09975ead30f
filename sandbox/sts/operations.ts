import { randomBytes } from "node:crypto";
import { AwsError } from "../errors";
import { authorize } from "../iam/authorize";
import { iamId } from "../ids";
import type { QueryOperation } from "../query/handle";

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const getCallerIdentity: QueryOperation = (_state, { caller }) => ({
  Arn: caller.arn,
  UserId: caller.userId,
  Account: caller.accountId,
});

/** Both sides must allow: the role's trust policy, and what the caller may. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const assumeRole: QueryOperation = (state, { caller }, parameters) => {
  const arn = parameters.get("RoleArn") ?? "";
  const sessionName = parameters.get("RoleSessionName") ?? "";
  const seconds = Number(parameters.get("DurationSeconds") ?? 3600);
  const isDuration = Number.isInteger(seconds) && seconds >= 900 && seconds <= 43_200;
  const [, accountId = "", path = ""] = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(.+)$/.exec(arn) ?? [];
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName) || !accountId || !isDuration) {
    throw new AwsError(
      400,
      "ValidationError",
      "1 validation error detected: RoleArn, RoleSessionName or DurationSeconds is not valid",
    );
  }
  const role = state.accounts[accountId]?.roles[path.split("/").at(-1) ?? ""];
  const externalId = parameters.get("ExternalId");
  const context: Record<string, string> = externalId ? { "sts:ExternalId": externalId } : {};
  const trustPolicy = role?.arn === arn ? role.trustPolicy : undefined;
  const ask = {
    caller,
    action: "sts:AssumeRole",
    resource: arn,
    resourceAccountId: accountId,
    resourcePolicy: trustPolicy,
    context,
  };
  const { allowed } = authorize(state, ask);
  // Also within one account the trust policy must allow it: asked as if the role were another account's.
  const isTrusted =
    trustPolicy !== undefined &&
    authorize(state, { ...ask, caller: { ...caller, kind: "administrator" }, resourceAccountId: "" }).allowed;
  if (!allowed || !role || !isTrusted) {
    throw new AwsError(
      403,
      "AccessDenied",
      `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    );
  }
  const accessKeyId = iamId("ASIA");
  const session = {
    accessKeyId,
    secret: randomBytes(30).toString("base64"),
    token: randomBytes(96).toString("base64"),
    accountId,
    roleName: role.name,
    arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`,
    userId: `${role.uniqueId}:${sessionName}`,
    expiresAt: new Date(Date.now() + seconds * 1000).toISOString(),
  };
  state.sessions[accessKeyId] = session;
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: session.secret,
      SessionToken: session.token,
      Expiration: session.expiresAt,
    },
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
  };
};

export const stsOperations: Record<string, QueryOperation> = {
  GetCallerIdentity: getCallerIdentity,
  AssumeRole: assumeRole,
};
