import type { Actor } from "@/lib/audit/actor";

export type { Actor };
export type PersonActor = Extract<Actor, { kind: "person" }>;

/** Every step somebody can ask to take. The last three belong to the worker. */
export const steps = [
  "view",
  "request",
  "approve",
  "approvePermanent",
  "breakGlass",
  "settleGlass",
  "reject",
  "comment",
  "withdraw",
  "giveBack",
  "revoke",
  "retry",
  "restore",
  "sync",
  "setOwners",
  "acknowledge",
  "adopt",
  "removeStatement",
  "connectAccount",
  "viewAudit",
  "viewHealth",
  "lapse",
  "apply",
  "expire",
] as const;
export type Step = (typeof steps)[number];

/** A function as the rules see it. `owners` are group names or e-mail addresses. */
export interface FunctionFacts {
  accountId: string;
  region: string;
  name: string;
  owners: string[];
}

/** What a step is taken on. */
export type Resource =
  | ({ type: "Function" } & FunctionFacts)
  | {
      type: "Request";
      /** Absent for a request that is still being typed. */
      id?: number | string;
      requesterId: string;
      state: string;
      /** Who had it applied at once, before any review. */
      glassBrokenById?: string | null;
      /** The account that would get access; null for an organization. */
      principalAccountId?: string | null;
      function: FunctionFacts;
    }
  | {
      type: "Grant";
      id: string;
      /** Whose request it began with. */
      requesterId: string;
      /** All whose requests justify it now; absent: only the first. */
      requesterIds?: string[];
      approverId?: string | null;
      function: FunctionFacts;
    }
  | { type: "System" };

/** Yes, or no with a sentence that a disabled button can show. */
export type Answer = { ok: true } | { ok: false; reason: string };

export const administratorGroup = "xaccount-administrators";
export const auditorGroup = "xaccount-auditors";
