import { createHash } from "node:crypto";

/** One entry of the audit trail, whole. Times are UTC with milliseconds; `data` is JSON. */
export interface Entry {
  seq: string;
  at: string;
  action: string;
  actorKind: string;
  actorId: string | null;
  actorName: string;
  subjectKind: string;
  subjectId: string;
  requestId: number | null;
  grantId: string | null;
  functionId: string | null;
  accountId: string | null;
  reason: string | null;
  awsRequestId: string | null;
  data: unknown;
  previousHash: string;
  hash: string;
}

/** The hash that stands before the first entry. */
export const genesisHash = "0".repeat(64);

/** JSON with every object's keys in order of their code units, without spaces: the same value is the same text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value ?? null);
  const parts = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`);
  return `{${parts.join(",")}}`;
}

/** The hash of an entry: SHA-256, in hex, over the canonical JSON of all its fields but the hash itself. */
export function hashOf(entry: Omit<Entry, "hash">): string {
  return createHash("sha256").update(canonicalJson(entry)).digest("hex");
}
