/**
 * The sandbox's seams: what it keeps, and what its parts offer each other.
 * Everything in State is plain JSON, so that `--state FILE` can write and read it.
 */

export interface State {
  /** The organization all accounts with `inOrganization` belong to. */
  organizationId: string;
  /** Who administers it; absent: AWS Organizations is not in use. */
  organization?: Organization;
  accounts: Record<string, AccountState>;
  /** Temporary credentials handed out by AssumeRole, by access key ID (ASIA…). */
  sessions: Record<string, Session>;
}

export interface Organization {
  managementAccountId: string;
  /** Members that may read the organization, too. */
  delegatedAdministrators: string[];
}

export interface AccountState {
  id: string;
  name: string;
  inOrganization: boolean;
  /** How it belongs to the organization; absent: active, created in it. */
  membership?: {
    state: "ACTIVE" | "SUSPENDED" | "PENDING_CLOSURE";
    joinedMethod: "INVITED" | "CREATED";
    joinedAt: string;
  };
  roles: Record<string, Role>;
  users: Record<string, User>;
  /** Lambda by region. */
  regions: Record<string, RegionState>;
}

export interface Role {
  name: string;
  path: string;
  arn: string;
  /** AROA…: what a trust or resource policy really stores. */
  uniqueId: string;
  createdAt: string;
  description: string;
  /** JSON text, as CreateRole took it. */
  trustPolicy: string;
  /** Inline policies by name, JSON text. */
  policies: Record<string, string>;
}

export interface User {
  name: string;
  path: string;
  arn: string;
  /** AIDA… */
  uniqueId: string;
  createdAt: string;
  policies: Record<string, string>;
  accessKeys: { id: string; secret: string; createdAt: string }[];
}

export interface Session {
  accessKeyId: string;
  secret: string;
  token: string;
  accountId: string;
  roleName: string;
  /** arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION */
  arn: string;
  /** AROA…:SESSION */
  userId: string;
  expiresAt: string;
}

export interface RegionState {
  functions: Record<string, FunctionState>;
  /** The next version's number of functions that were deleted: AWS uses none twice. */
  deleted?: Record<string, number>;
}

export interface FunctionState {
  name: string;
  /** What GetFunctionConfiguration answers for $LATEST (without FunctionArn and Version, which depend on the qualifier). */
  configuration: Configuration;
  /** Published versions by number, ascending. */
  versions: Record<string, Configuration>;
  nextVersion: number;
  aliases: Record<string, Alias>;
  /** Resource-based policies by qualifier; '' is the unqualified function. */
  policies: Record<string, Policy>;
  tags: Record<string, string>;
  reservedConcurrency: number | null;
  /** Function URLs by alias; '' is the unqualified function. */
  urls: Record<string, FunctionUrl>;
}

/** The fields of a Lambda FunctionConfiguration as they go over the wire. */
export type Configuration = Record<string, unknown> & {
  FunctionName: string;
  CodeSha256: string;
  CodeSize: number;
  Description: string;
  LastModified: string;
  RevisionId: string;
};

export interface Alias {
  Name: string;
  FunctionVersion: string;
  Description: string;
  RevisionId: string;
  RoutingConfig?: { AdditionalVersionWeights: Record<string, number> };
}

export interface Policy {
  revisionId: string;
  /** The document; statements in order of insertion, key order as rendered. */
  document: { Version: string; Id?: string; Statement: Record<string, unknown>[] };
}

export interface FunctionUrl {
  FunctionUrl: string;
  FunctionArn: string;
  AuthType: "NONE" | "AWS_IAM";
  InvokeMode: string;
  Cors?: Record<string, unknown>;
  CreationTime: string;
  LastModifiedTime: string;
}

/** Who signed a request, after the signature was verified. */
export interface Caller {
  accountId: string;
  /** What GetCallerIdentity answers. */
  arn: string;
  userId: string;
  kind: "administrator" | "user" | "session";
  /** For a session: the role's ARN (what principals of policies name). */
  roleArn?: string;
  /** For a session or user: AROA…/AIDA… */
  uniqueId?: string;
  organizationId?: string;
  /** Identity policies, JSON text. An administrator needs none: everything is allowed in its account and on its side. */
  identityPolicies: string[];
}

/** A parsed HTTP request, as handlers see it. */
export interface Call {
  method: string;
  /** Path with percent-escapes as sent, without the query. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
  /** From the signature's credential scope. */
  region: string;
  service: "lambda" | "sts" | "iam" | "organizations";
  caller: Caller;
  /** What the answer's header `x-amzn-requestid` says. */
  requestId: string;
  /** How long a policy that this call writes is hidden from reads, in milliseconds. */
  visibilityMs: number;
  /** Whether this call sees policies that are hidden still. */
  seesNewest: boolean;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** An operation of a service: changes State in place and answers, or throws AwsError. State changes only when it answers. */
export type Operation = (state: State, call: Call) => Answer;

/** The outcome of `authorize` (sandbox/iam/authorize.ts). */
export type Decision = { allowed: true } | { allowed: false; message: string };

/** What is being asked of authorization. */
export interface Ask {
  caller: Caller;
  /** `lambda:InvokeFunction`, `sts:AssumeRole`, … */
  action: string;
  /** The ARN acted on, qualified as the caller wrote it, or "*". */
  resource: string;
  /** The account that owns the resource. */
  resourceAccountId: string;
  /** The resource's own policy, JSON text; undefined when it has none (or does not exist). */
  resourcePolicy?: string;
  /** Further condition keys, e.g. lambda:FunctionUrlAuthType, sts:ExternalId. */
  context?: Record<string, string>;
}
