import type { Condition, Conditions } from "./conditions";

/** What AWS means, as types. Nothing in lib/lambda knows the clock, the environment or I/O. */

/** A value, or a sentence for the person who typed the text. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; sentence: string };

/** A Lambda function ARN in parts; `qualifier` is '' when unqualified. */
export interface FunctionArn {
  partition: string;
  region: string;
  accountId: string;
  functionName: string;
  qualifier: string;
}

/** Who gets access. `text` is canonical: what is stored, searched and given to AddPermission. */
export type Principal =
  | { kind: "account"; text: string; accountId: string }
  | { kind: "role"; text: string; accountId: string; name: string }
  | { kind: "user"; text: string; accountId: string; name: string }
  | { kind: "session"; text: string; accountId: string; roleName: string; sessionName: string }
  | { kind: "organization"; text: string }
  | { kind: "service"; text: string }
  | { kind: "anyone"; text: "*" }
  /** AROA…/AIDA…: a role or user that was deleted. */
  | { kind: "orphan"; text: string }
  /** Something a document holds that this engine can't read. */
  | { kind: "unknown"; text: string };

export type PrincipalKind = Principal["kind"];

/** One scale of exposure, the same everywhere; ascending. */
export const exposures = [
  "private",
  "own_account",
  "named_role",
  "whole_account",
  "organization",
  "public",
] as const;
export type Exposure = (typeof exposures)[number];

/** What becomes one AddPermission call, and so one statement. */
export interface StatementInput {
  statementId: string;
  /** The function, qualified with the target's qualifier. */
  target: FunctionArn;
  /** `lambda:InvokeFunction`, `lambda:*`. */
  action: string;
  /** Account, role, user or organization. */
  principal: Principal;
}

/** One statement of a live policy, read. */
export interface Statement {
  ordinal: number;
  sid: string | null;
  effect: "Allow" | "Deny";
  principals: Principal[];
  /** Set when the document said NotPrincipal: `principals` are those it does not speak of. */
  notPrincipal: boolean;
  actions: string[];
  notAction: boolean;
  /** `actions` in lower case: case does not matter. */
  actionPatterns: string[];
  resources: string[];
  notResource: boolean;
  conditions: Conditions;
  /** The same, ready to be asked. */
  conditionList: Condition[];
  /** Whether policy variables mean something in it: not in documents older than 2012-10-17. */
  variables: boolean;
  /** The element as it stands in the document, compact JSON, key order kept. */
  document: string;
}

/** A statement the engine can't read; the answer then is unknown, never no. */
export interface UnreadableStatement {
  ordinal: number;
  sid: string | null;
  /** Null when that can't be read either: it may allow, and may deny. */
  effect: Statement["effect"] | null;
  document: string;
  unreadable: string;
}

export interface PolicyDocument {
  statements: (Statement | UnreadableStatement)[];
  bytes: number;
}

/** A risk in a request, a statement or a function. */
export interface Finding {
  code: string;
  level: "info" | "warning" | "danger";
  title: string;
  /** What it means and the way out, in one or two sentences. */
  detail: string;
}

export type Decision = "allowed" | "denied" | "unknown";
