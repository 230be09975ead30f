import type { Finding, FunctionArn, PolicyDocument, Statement } from "../types";

/** A target with its policy, read. */
export interface FoundTarget {
  qualifier: string;
  kind: "function" | "alias" | "version";
  /** The version an alias points to. */
  version: string | null;
  policy: PolicyDocument;
}

/** What findings are made of. */
export interface FindingFacts {
  /** The function, unqualified. */
  owner: FunctionArn;
  targets: FoundTarget[];
  /** The organization of an account: null for one in none, undefined for one that is not known. */
  organizationOf: (accountId: string) => string | null | undefined;
}

/** A risk in what stands. `detail` is what it means. */
export interface AccessFinding extends Finding {
  qualifier: string;
  /** The statement it is about, by its place in the policy; null when it is about the whole. */
  ordinal: number | null;
  sid: string | null;
  /** Who is exposed, or to whom. */
  exposed: string;
  wayOut: string;
}

/** What a finding says, before it is known where it stands. */
export type Said = Pick<AccessFinding, "code" | "level" | "title" | "detail" | "exposed" | "wayOut">;

/** A rule about one Allow statement. */
export type StatementRule = (statement: Statement, facts: FindingFacts) => Said | null;
