import { findOrganization } from "@/lib/catalog/accounts";
import { Prisma } from "@/lib/db/generated/client";
import { literal } from "@/lib/db/pattern";
import type { Principal } from "@/lib/lambda/types";
import { actionOf, callerOf, decideRow, findPolicies } from "./decide";
import { fillPage, type DecidedRow, type Page } from "./list";
import { whereOf, type AccessQuery } from "./query";
import { accessRows, accessRowsQuery, countRows, type AccessRow } from "./rows";

/** How a statement reaches a principal. */
export type Via = "itself" | "identity" | "account" | "organization" | "anyone" | "unknown";

/** One row of what a principal can do: by which statement, how that reaches it, and what the whole policy says. */
export interface ReachRow extends DecidedRow {
  via: Via;
}

/** Who is asked about; `organizationId`: null in none, undefined not known. */
interface Asked {
  principal: Principal;
  organizationId: string | null | undefined;
}

const value = (text: string) => Prisma.sql`p.value = ${text}`;

/** The ways a row can reach a principal. Everybody the engine does not deny is found by one of them. */
function branchesOf({ principal, organizationId }: Asked): Prisma.Sql[] {
  const { kind, text } = principal;
  const anyone = Prisma.sql`p.value = '*' AND p.kind IN ('anyone', ${kind === "service" ? "service" : "anyone"}::"PrincipalKind")`;
  const branches = [
    Prisma.sql`p.value = 'unreadable'`,
    Prisma.sql`p.kind = 'unknown' AND p.value <> 'unreadable'`,
  ];
  if (kind !== "anyone") branches.push(anyone);
  if (kind === "account") branches.push(Prisma.sql`p."accountId" = ${principal.accountId}`);
  else branches.push(value(text));
  if (kind !== "account" && "accountId" in principal) {
    const { accountId } = principal;
    branches.push(value(accountId));
    const like = (kind: Prisma.Sql, pattern: string) =>
      branches.push(Prisma.sql`p."accountId" = ${accountId} AND ${kind} AND p.value LIKE ${pattern}`);
    // A session's ARN holds its role's name without its path; a role may be named by one of its sessions. Both are few,
    // and have indexes of their own.
    if (principal.kind === "session") {
      branches.push(value(`arn:${text.split(":")[1]}:iam::${accountId}:role/${principal.roleName}`));
      like(Prisma.sql`p.kind = 'role' AND p.value LIKE '%:role/%/%'`, `%/${literal(principal.roleName)}`);
    }
    if (principal.kind === "role")
      like(Prisma.sql`p.kind = 'session'`, `%:assumed-role/${literal(principal.name)}/%`);
  }
  if ("accountId" in principal && organizationId === undefined)
    branches.push(Prisma.sql`p.kind = 'organization'`);
  else if (organizationId) branches.push(value(organizationId));
  return branches;
}

const holders = ["account", "organization", "anyone", "unknown"] as const;

function viaOf(row: AccessRow, principal: Principal): Via {
  if (row.principal === principal.text) return "itself";
  return holders.find((kind) => kind === row.principalKind) ?? "identity";
}

/** Rows that are the answer today: they name the principal, or what surely holds it. */
function isAnswer(row: AccessRow, via: Via, { principal, organizationId }: Asked): boolean {
  if (!row.decided || via === "unknown") return false;
  if (via === "identity") return principal.kind === "account"; // asked about that identity, which is named
  return via !== "organization" || organizationId !== undefined;
}

async function decideAll(rows: AccessRow[], asked: Asked, { action, at }: AccessQuery): Promise<ReachRow[]> {
  const found = rows.map((row) => {
    const via = viaOf(row, asked.principal);
    return { row, via, answer: !at && isAnswer(row, via, asked) };
  });
  const open = found.filter(({ answer }) => !answer);
  const policies = await findPolicies(
    open.map(({ row }) => row.targetId),
    at,
  );
  return found.map(({ row, via, answer }) => {
    // Asked of an account, a row that names one of its identities is about that one.
    const isIdentity = via === "identity" && asked.principal.kind === "account";
    const caller = isIdentity ? callerOf(row) : asked.principal;
    const decision = answer
      ? ("allowed" as const)
      : decideRow(row, caller, asked.organizationId, actionOf(row, action), policies);
    return { ...row, via, decision, asked: actionOf(row, action) };
  });
}

async function askedOf(principal: Principal): Promise<Asked> {
  return {
    principal,
    organizationId: "accountId" in principal ? await findOrganization(principal.accountId) : null,
  };
}

/**
 * What a principal can do, by whatever means: named itself, through its account's root, its organization, or `*`; for
 * an account also what its roles and users are named for. Nothing that the target's policy denies it.
 */
export async function listReach(
  principal: Principal,
  query: AccessQuery,
  limit = 50,
): Promise<Page<ReachRow>> {
  const asked = await askedOf(principal);
  const branches = branchesOf(asked);
  const now = new Date();
  return fillPage(
    query.after,
    limit,
    (after, most) => accessRows(whereOf({ ...query, principal: undefined, after }, now), branches, most),
    (rows) => decideAll(rows, asked, query),
  );
}

/** The SQL of the first page of a reverse look-up, as it is sent. For whoever measures what the rest costs. */
export async function reachQuery(
  principal: Principal,
  query: AccessQuery,
  limit = 50,
): Promise<{ text: string; values: unknown[] }> {
  const branches = branchesOf(await askedOf(principal));
  const { text, values } = accessRowsQuery(whereOf(query, new Date()), branches, limit + 1);
  return { text, values };
}

/** Counted no further than this: behind it, a number says no more than "many". */
export const mostCounted = 10_000;

/** How many statements reach a principal, on how many targets, and how many of them nobody here granted. */
export async function countReach(
  principal: Principal,
  query: AccessQuery,
): Promise<{ targets: number; statements: number; outOfBand: number; more: boolean }> {
  const branches = branchesOf(await askedOf(principal));
  const where = whereOf({ ...query, principal: undefined, after: undefined }, new Date());
  const { rows, ...counted } = await countRows(where, branches, mostCounted);
  return { ...counted, more: rows >= mostCounted };
}
