import { db } from "@/lib/db/client";
import { containing, literal } from "@/lib/db/pattern";
import { parsePrincipal } from "@/lib/lambda/principal";
import type { PrincipalKind } from "@/lib/db/generated/client";

/** Somebody who may have access, as one looks for them. */
export interface FoundPrincipal {
  value: string;
  kind: PrincipalKind;
  /** Of an account that is known: its name. */
  name: string | null;
}

/** How many different principals are looked through: each costs one step into the index. */
const mostSeen = 20_000;

interface Named {
  value: string;
  kind: PrincipalKind;
}

/**
 * Principals that live statements name. There are far fewer of them than statements, so the index is jumped through
 * from one to the next, and left as soon as enough are found.
 */
function namedPrincipals(q: string, limit: number): Promise<Named[]> {
  return db().$queryRaw<Named[]>`
    WITH RECURSIVE seen(value, step) AS (
      (SELECT value, 1 FROM "StatementPrincipal" ORDER BY value LIMIT 1)
      UNION ALL
      SELECT (SELECT p.value FROM "StatementPrincipal" p WHERE p.value > seen.value ORDER BY p.value LIMIT 1), seen.step + 1
      FROM seen WHERE seen.value IS NOT NULL AND seen.step < ${mostSeen}::int
    )
    SELECT seen.value, live.kind::text AS kind FROM seen CROSS JOIN LATERAL (
      SELECT p.kind FROM "StatementPrincipal" p
      WHERE p.value = seen.value AND p."goneAt" IS NULL AND p.effect <> 'Deny' AND p.kind <> 'unknown' LIMIT 1
    ) live WHERE seen.value ILIKE ${containing(q)} LIMIT ${limit}`;
}

/** Accounts that are known, by a part of their name or the first digits of their ID. */
function knownAccounts(q: string, limit: number) {
  return db().account.findMany({
    where: {
      OR: [{ id: { startsWith: literal(q) } }, { name: { contains: literal(q), mode: "insensitive" } }],
    },
    select: { id: true, name: true },
    orderBy: { id: "asc" },
    take: limit,
  });
}

/**
 * Principals by a part of their text, accounts by a part of their name; and whatever was written in full, known or not.
 * @param q what was typed, at least two characters
 */
export async function findPrincipals(q: string, limit: number): Promise<FoundPrincipal[]> {
  const [accounts, named] = await Promise.all([knownAccounts(q, limit), namedPrincipals(q, limit)]);
  const typed = parsePrincipal(q);
  const found = new Map<string, FoundPrincipal>();
  if (typed.ok) found.set(typed.value.text, { value: typed.value.text, kind: typed.value.kind, name: null });
  for (const { id, name } of accounts) found.set(id, { value: id, kind: "account", name });
  for (const { value, kind } of named) if (!found.has(value)) found.set(value, { value, kind, name: null });
  return [...found.values()].slice(0, limit);
}
