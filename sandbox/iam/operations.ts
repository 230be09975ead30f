import { randomBytes } from "node:crypto";
import { accountOf } from "../accounts";
import { AwsError } from "../errors";
import { iamId } from "../ids";
import { orphanPrincipal } from "../lambda/orphan";
import type { QueryOperation } from "../query/handle";
import type { AccountState, Call, Role, State, User } from "../types";
import { authorize } from "./authorize";

const noSuch = (what: string) => new AwsError(404, "NoSuchEntity", `${what} cannot be found.`);
const exists = (what: string) => new AwsError(409, "EntityAlreadyExists", `${what} already exists.`);
const malformed = (why: string) => new AwsError(400, "MalformedPolicyDocument", why);

/** The caller's account, where it may do this. */
function own(state: State, call: Call, parameters: URLSearchParams): AccountState {
  const action = `iam:${parameters.get("Action") ?? ""}`;
  const decision = authorize(state, {
    caller: call.caller,
    action,
    resource: "*",
    resourceAccountId: call.caller.accountId,
  });
  if (!decision.allowed) throw new AwsError(403, "AccessDenied", decision.message);
  return accountOf(state, call.caller.accountId);
}

function readName(parameters: URLSearchParams, key: string): string {
  const name = parameters.get(key) ?? "";
  if (!/^[\w+=,.@-]{1,64}$/.test(name))
    throw new AwsError(
      400,
      "ValidationError",
      `The specified value for ${key.charAt(0).toLowerCase()}${key.slice(1)} is invalid.`,
    );
  return name;
}

function readPolicy(parameters: URLSearchParams, key: string): string {
  const text = parameters.get(key) ?? "";
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === "object" && document !== null && "Statement" in document) return text;
  } catch {
    // Below.
  }
  throw malformed("Syntax errors in policy.");
}

const base = (one: Role | User) => ({ Path: one.path, Arn: one.arn, CreateDate: one.createdAt });
const roleXml = (role: Role) => ({
  ...base(role),
  RoleName: role.name,
  RoleId: role.uniqueId,
  Description: role.description,
  AssumeRolePolicyDocument: encodeURIComponent(role.trustPolicy),
});
const userXml = (user: User) => ({ ...base(user), UserName: user.name, UserId: user.uniqueId });

/** What roles and users have in common: the same operations, on one or the other. */
function kind(
  noun: "Role" | "User",
  pick: (account: AccountState) => Record<string, Role | User>,
): Record<string, QueryOperation> {
  const key = `${noun}Name`;
  const get = (state: State, call: Call, parameters: URLSearchParams) => {
    const name = readName(parameters, key);
    const found = pick(own(state, call, parameters))[name];
    if (!found) throw noSuch(`The ${noun.toLowerCase()} with name ${name}`);
    return found;
  };
  const policyOf = (one: Role | User, name: string) => {
    const document = one.policies[name];
    if (document === undefined) throw noSuch(`The ${noun.toLowerCase()} policy with name ${name}`);
    return document;
  };
  return {
    [`Delete${noun}`]: (state, call, parameters) => {
      const found = get(state, call, parameters);
      if (Object.keys(found.policies).length > 0)
        throw new AwsError(409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
      if ("accessKeys" in found && found.accessKeys.length > 0)
        throw new AwsError(409, "DeleteConflict", "Cannot delete entity, must delete access keys first.");
      // The table is the account's own; the entry was just found in it.
      Reflect.deleteProperty(pick(accountOf(state, call.caller.accountId)), found.name);
      orphanPrincipal(state, found.arn, found.uniqueId);
      return undefined;
    },
    [`Put${noun}Policy`]: (state, call, parameters) => {
      get(state, call, parameters).policies[readName(parameters, "PolicyName")] = readPolicy(
        parameters,
        "PolicyDocument",
      );
      return undefined;
    },
    [`Get${noun}Policy`]: (state, call, parameters) => {
      const [found, PolicyName] = [get(state, call, parameters), readName(parameters, "PolicyName")];
      return {
        [key]: found.name,
        PolicyName,
        PolicyDocument: encodeURIComponent(policyOf(found, PolicyName)),
      };
    },
    [`List${noun}Policies`]: (state, call, parameters) => ({
      IsTruncated: false,
      PolicyNames: Object.keys(get(state, call, parameters).policies),
    }),
    [`Delete${noun}Policy`]: (state, call, parameters) => {
      const [found, name] = [get(state, call, parameters), readName(parameters, "PolicyName")];
      policyOf(found, name);
      Reflect.deleteProperty(found.policies, name);
      return undefined;
    },
  };
}

function newEntry(call: Call, parameters: URLSearchParams, type: "role" | "user", name: string) {
  const path = parameters.get("Path") ?? "/";
  return {
    name,
    path,
    arn: `arn:aws:iam::${call.caller.accountId}:${type}${path}${name}`,
    createdAt: new Date().toISOString(),
    policies: {},
  };
}

const findUser = (state: State, call: Call, parameters: URLSearchParams): User => {
  const name = readName(parameters, "UserName");
  const user = own(state, call, parameters).users[name];
  if (!user) throw noSuch(`The user with name ${name}`);
  return user;
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html: the part that holds identities and their policies. */
export const iamOperations: Record<string, QueryOperation> = {
  ...kind("Role", (account) => account.roles),
  ...kind("User", (account) => account.users),
  CreateRole: (state, call, parameters) => {
    const { roles } = own(state, call, parameters);
    const name = readName(parameters, "RoleName");
    if (roles[name]) throw exists(`Role with name ${name}`);
    const trustPolicy = readPolicy(parameters, "AssumeRolePolicyDocument");
    const role: Role = {
      ...newEntry(call, parameters, "role", name),
      uniqueId: iamId("AROA"),
      description: parameters.get("Description") ?? "",
      trustPolicy,
    };
    roles[name] = role;
    return { Role: roleXml(role) };
  },
  GetRole: (state, call, parameters) => {
    const name = readName(parameters, "RoleName");
    const role = own(state, call, parameters).roles[name];
    if (!role) throw noSuch(`The role with name ${name}`);
    return { Role: roleXml(role) };
  },
  ListRoles: (state, call, parameters) => ({
    IsTruncated: false,
    Roles: Object.values(own(state, call, parameters).roles).map(roleXml),
  }),
  CreateUser: (state, call, parameters) => {
    const { users } = own(state, call, parameters);
    const name = readName(parameters, "UserName");
    if (users[name]) throw exists(`User with name ${name}`);
    const user: User = {
      ...newEntry(call, parameters, "user", name),
      uniqueId: iamId("AIDA"),
      accessKeys: [],
    };
    users[name] = user;
    return { User: userXml(user) };
  },
  GetUser: (state, call, parameters) => ({ User: userXml(findUser(state, call, parameters)) }),
  ListUsers: (state, call, parameters) => ({
    IsTruncated: false,
    Users: Object.values(own(state, call, parameters).users).map(userXml),
  }),
  CreateAccessKey: (state, call, parameters) => {
    const user = findUser(state, call, parameters);
    const key = {
      id: iamId("AKIA"),
      secret: randomBytes(30).toString("base64"),
      createdAt: new Date().toISOString(),
    };
    user.accessKeys.push(key);
    return {
      AccessKey: {
        UserName: user.name,
        AccessKeyId: key.id,
        Status: "Active",
        SecretAccessKey: key.secret,
        CreateDate: key.createdAt,
      },
    };
  },
  ListAccessKeys: (state, call, parameters) => {
    const user = findUser(state, call, parameters);
    return {
      IsTruncated: false,
      AccessKeyMetadata: user.accessKeys.map(({ id, createdAt }) => ({
        UserName: user.name,
        AccessKeyId: id,
        Status: "Active",
        CreateDate: createdAt,
      })),
    };
  },
  DeleteAccessKey: (state, call, parameters) => {
    const user = findUser(state, call, parameters);
    const id = parameters.get("AccessKeyId");
    if (!user.accessKeys.some((key) => key.id === id)) throw noSuch(`The Access Key with id ${id}`);
    user.accessKeys = user.accessKeys.filter((key) => key.id !== id);
    return undefined;
  },
};
